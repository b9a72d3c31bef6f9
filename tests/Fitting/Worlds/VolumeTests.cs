using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Model.Configuration;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>
/// Users fitted to chats that the machine did not produce send as many messages as in those chats, for any chat size.
/// The bounds are the goals of the fit; seeds are fixed, so the result is reproducible.
/// </summary>
public sealed class VolumeTests(ITestOutputHelper output) : IDisposable
{
    private const int Days = 60;

    /// <summary>40 users, 83 chats, about 110,000 messages.</summary>
    private static readonly int[] Sizes =
    [
        .. Enumerable.Repeat(2, 45),
        .. Enumerable.Repeat(3, 10),
        .. Enumerable.Repeat(4, 6),
        .. Enumerable.Repeat(5, 6),
        .. Enumerable.Repeat(7, 4),
        .. Enumerable.Repeat(10, 4),
        12,
        12,
        15,
        20,
        20,
        25,
        30,
        40,
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("mgen-volumes-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Fit_ChatsOfAllSizes_TalkAsMuchAsTheRealOnes()
    {
        ClassFit fit = Fit(
            TalkWorld.Create(
                new TalkWorldOptions
                {
                    Sizes = Sizes,
                    Seed = 21,
                    Days = Days,
                }
            )
        );

        Assert.True(fit.Comparisons.Count >= 5);
        Assert.InRange(fit.Volume!.SimulatedPerPersonAndDay / fit.Volume.RealPerPersonAndDay, 0.95, 1.05);
        foreach (ClassComparison compared in fit.Comparisons)
        {
            AssertNearReal(compared);
            if (compared.Chats >= 40)
                Assert.InRange(compared.After.VolumeSpread!.Value / compared.Real.VolumeSpread!.Value, 0.8, 1.2);
        }
    }

    [Fact]
    public void Fit_FewMessagesInChatsOfAllSizes_TalkAsMuchAsTheRealOnes()
    {
        // About 2,000 messages: no size has enough for hazards of its own.
        ClassFit fit = Fit(
            TalkWorld.Create(
                new TalkWorldOptions
                {
                    People = 15,
                    Sizes = [.. Enumerable.Repeat(2, 10), 3, 3, 3, 5, 5, 8],
                    Seed = 41,
                    Days = Days,
                    TalksPerDay = 0.18,
                }
            )
        );

        Assert.InRange(fit.Volume!.SimulatedPerPersonAndDay / fit.Volume.RealPerPersonAndDay, 0.9, 1.1);
        foreach (ClassComparison compared in fit.Comparisons)
        {
            Assert.InRange(compared.After.Messages / compared.Real.Messages, 0.85, 1.15);
            Assert.InRange(compared.After.MeanBurst / compared.Real.MeanBurst, 0.8, 1.25);
        }
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public void Fit_ChatsOfDifferentPace_HaveTheRealGapsAndBursts(ulong seed)
    {
        ClassFit fit = Fit(
            TalkWorld.Create(
                new TalkWorldOptions
                {
                    People = 12,
                    Sizes = [.. Enumerable.Repeat(2, 10), 4, 4, 4, 8, 8],
                    Seed = seed,
                    Days = Days,
                    TalksPerDay = 4,
                    PaceSpread = 0.7,
                }
            )
        );

        Assert.All(fit.Comparisons, AssertNearReal);
    }

    [Theory]
    [InlineData(0.7, 31)]
    [InlineData(1.15, 32)]
    public void Draw_FittedPeople_HaveDyadsThatDifferAsTheRealOnes(double spread, ulong seed)
    {
        ChatSet real = TalkWorld.Create(
            new TalkWorldOptions
            {
                Sizes = [.. Enumerable.Repeat(2, 100)],
                Seed = seed,
                Days = Days,
                ChatSpread = spread,
            }
        );
        ClassFit fit = Fit(real, TimeSpan.Zero);
        FittedPopulation.WriteModels(_directory, real, fit);
        File.WriteAllText(Path.Combine(_directory, GroupRates.FileName), fit.Rates.Format());
        List<ConfigError> errors = [];
        PopulationRequest request = new()
        {
            Users = 200,
            Seed = 5,
            Dyads = CountDistribution.Create([(4, 1.0)]),
            Groups = CountDistribution.Create([(0, 1.0)]),
            GroupSizes = CountDistribution.Create([(3, 1.0)]),
            Models = BehaviourLibrary.Load(_directory, _directory, errors),
            Rates = GroupRates.Read(_directory, _directory, errors),
        };
        Assert.Empty(errors);

        double drawn = Spread(FittedPopulation.CountMessages(request, fit.Rhythm, Days));
        double same = Spread(FittedPopulation.CountMessages(request with { Rates = null }, fit.Rhythm, Days));

        double truth = Spread(real.Chats.Select(chat => (double)chat.Messages.Length));
        output.WriteLine(
            $"standard deviation of log10 of the dyads' volumes: real {truth:0.00}, drawn {drawn:0.00}, without rates {same:0.00}"
        );
        // With 100 and 400 dyads each standard deviation has an error of about 0.03 and 0.015.
        Assert.InRange(drawn, truth - 0.1, truth + 0.1);
        Assert.True(same < truth - 0.1);
    }

    /// <summary>Asserts the goals of a class: volume, bursts, answers and gaps of the simulated chats.</summary>
    private static void AssertNearReal(ClassComparison compared)
    {
        Assert.InRange(compared.After.Messages / compared.Real.Messages, 0.9, 1.1);
        Assert.InRange(compared.After.MeanBurst / compared.Real.MeanBurst, 0.85, 1.15);
        Assert.InRange(compared.After.MedianAnswerSeconds!.Value / compared.Real.MedianAnswerSeconds!.Value, 0.8, 1.2);
        Assert.InRange(compared.GapDistanceAfter!.Value, 0, 0.05);
    }

    private ClassFit Fit(ChatSet chats, TimeSpan? longest = null)
    {
        ClassFit fit = ClassFitter.Fit(
            chats,
            new FitOptions { Threads = 2 },
            longest ?? TimeSpan.MaxValue,
            TestContext.Current.CancellationToken
        );
        output.WriteLine($"{chats.Chats.Count} chats, {chats.Messages} messages, exponent {fit.AnswerExponent:0.00}");
        foreach (ClassComparison row in fit.Comparisons)
        {
            output.WriteLine(
                $"{row.Class, -8} {row.Chats, 3} chats, {row.Real.Messages, 6} messages: volume {row.Before.Messages / row.Real.Messages:0.000} {row.After.Messages / row.Real.Messages:0.000}"
                    + $" talk {row.After.MeanBurst / row.Real.MeanBurst:0.000} answers {row.After.MedianAnswerSeconds / row.Real.MedianAnswerSeconds:0.000} KS {row.GapDistanceAfter:0.000}"
                    + $" spread {row.Real.VolumeSpread:0.00} {row.Before.VolumeSpread:0.00} {row.After.VolumeSpread:0.00} rate variance {row.RateVariance:0.00} branching {row.BranchingRatio:0.000}"
            );
        }
        return fit;
    }

    private static double Spread(IEnumerable<double> volumes)
    {
        double[] logs = [.. volumes.Select(volume => Math.Log10(Math.Max(volume, 0.5)))];
        return Math.Sqrt(logs.Sum(log => Math.Pow(log - logs.Average(), 2)) / (logs.Length - 1));
    }
}
