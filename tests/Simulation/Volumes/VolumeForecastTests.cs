using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Population.Behaviours;
using MGen.Simulation.Tests.Support;
using MGen.Simulation.Volumes;

namespace MGen.Simulation.Tests.Volumes;

public sealed class VolumeForecastTests
{
    [Fact]
    public void Create_PeopleWhoNeverAnswer_HasTheirRates()
    {
        // Each member sends 10 messages a day: dyads have 20 and groups of 5 have 50. 50 groups for 7 days: a standard
        // error of at most 1.2 %.
        ConversationModel daily = Models.Poisson(10 / 86_400.0);
        TestPopulation population = new([.. TestGroups("dyad", 50, 2, daily), .. TestGroups("five", 50, 5, daily)]);

        VolumeForecast forecast = VolumeForecast.Create(population, seed: 3, TestContext.Current.CancellationToken);

        Assert.Equal(["2", "3-5"], forecast.Classes.Select(one => one.Name));
        Assert.InRange(forecast.Classes[0].MessagesPerGroupAndDay, 19, 21);
        Assert.InRange(forecast.Classes[1].MessagesPerGroupAndDay, 48, 52);
        Assert.Equal(
            population.UserCount * forecast.MessagesPerPersonAndDay,
            forecast.Classes.Sum(one => one.Groups * one.MessagesPerGroupAndDay),
            6
        );
        Assert.Empty(forecast.Warnings);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(11, 0)]
    [InlineData(9, 1)]
    public void Create_ModelsOfChatsWithFewerMessages_IsWarnedOfAboveTwiceAsMany(double fitted, int warnings)
    {
        // Dyads with 20 messages a day: a standard error of 1.2 %.
        ConversationModel daily = Models.Poisson(10 / 86_400.0);
        GroupVolumes volumes = new([(new SizeClass(2, 2), fitted)]);

        VolumeForecast forecast = VolumeForecast.Create(
            new TestPopulation([.. TestGroups("dyad", 50, 2, daily), .. TestGroups("five", 50, 5, daily)]),
            seed: 3,
            TestContext.Current.CancellationToken
        ) with
        {
            Fitted = volumes,
        };

        Assert.Equal(warnings, forecast.Warnings.Count());
        Assert.All(
            forecast.Warnings,
            warning => Assert.StartsWith("groups of 2 are expected to send ", warning, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Create_GroupThatNeverGoesQuiet_IsWarnedOf()
    {
        ConversationModel talkative = new(
            new BernoulliTrial(0.5),
            new BernoulliTrial(0.5),
            new PoissonSize(2),
            new ExponentialTime(1e-4),
            Models.Exactly(TimeSpan.FromSeconds(100)),
            new ExponentialTime(0.05),
            new ExponentialTime(0.05),
            ActiveTimeoutRule.Quiet
        );

        VolumeForecast forecast = VolumeForecast.Create(
            TestPopulation.Create(3, 20, talkative),
            seed: 3,
            TestContext.Current.CancellationToken
        );

        // P(Exp(0.05) < 100) is 0.993, so one message causes 0.993 + 19 * 0.5 * 0.993 others.
        VolumeClass only = Assert.Single(forecast.Classes);
        Assert.InRange(only.BranchingRatio, 10.3, 10.5);
        Assert.True(only.NeverEnds);
        Assert.StartsWith(
            "bursts in groups of 11-20 do not end by themselves",
            Assert.Single(forecast.Warnings),
            StringComparison.Ordinal
        );
        Assert.True(only.MessagesPerGroupAndDay > 10_000);
    }

    [Fact]
    public void Create_TwoWhoTalkAndStop_IsNoWarning()
    {
        ConversationModel ordinary = new(
            new BernoulliTrial(0.5),
            new BernoulliTrial(0.9),
            new PoissonSize(2),
            new ExponentialTime(1e-5),
            Models.Exactly(TimeSpan.FromSeconds(20)),
            new ExponentialTime(0.04),
            new ExponentialTime(0.04),
            ActiveTimeoutRule.Quiet
        );

        Assert.Empty(
            VolumeForecast
                .Create(TestPopulation.Create(30, 2, ordinary), seed: 3, TestContext.Current.CancellationToken)
                .Warnings
        );
    }

    private static IEnumerable<(string, MGen.Simulation.Populations.SimulatedMember[])> TestGroups(
        string name,
        int count,
        int members,
        ConversationModel model
    ) =>
        Enumerable
            .Range(0, count)
            .Select(group =>
                (
                    $"{name}{group}",
                    Enumerable
                        .Range(0, members)
                        .Select(i => TestPopulation.Member($"{name}{group}-{i}", model))
                        .ToArray()
                )
            );
}
