using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Model.Configuration;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>
/// Groups in which some members never write start no storm when every member has a fitted model. Seeds are fixed, so
/// the results are reproducible.
/// </summary>
public sealed class SilentMemberTests(ITestOutputHelper output) : IDisposable
{
    private const int Days = 60;

    private readonly string _directory = Directory.CreateTempSubdirectory("mgen-silent-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Fit_KnownSilentMembers_AllMembersTogetherTalkAsMuchAsTheAuthors()
    {
        const double Silent = 0.7;
        ClassFit fit = Fit(World(Silent, 62), TimeSpan.MaxValue);

        foreach (ClassComparison compared in fit.Comparisons)
        {
            // The simulated members are the authors and, for each silent member, any author of the class: with the
            // authors' own shares, a group of 40 of whom 12 write would have three times as many members who answer.
            Assert.InRange(compared.After.Messages / compared.Real.Messages, 0.9, 1.1);
            Assert.InRange(compared.WithoutRates!.Messages / compared.Real.Messages, 0.85, 1.15);
            Assert.InRange(compared.WithoutRates.MeanBurst / compared.Real.MeanBurst, 0.8, 1.2);
        }
        Assert.Contains(fit.Comparisons, compared => compared.Writers < (1 - Silent + 0.1) * compared.Members);
    }

    [Theory]
    [InlineData(0, 66)]
    [InlineData(0.7, 64)]
    public void Draw_RandomMembers_GroupsTalkAsMuchAsTheRealOnes(double silent, ulong seed)
    {
        ChatSet real = World(silent, seed);
        ClassFit fit = Fit(real, TimeSpan.MaxValue);
        FittedPopulation.WriteModels(_directory, real, fit);
        File.WriteAllText(Path.Combine(_directory, GroupRates.FileName), fit.Rates.Format());
        int[] sizes = [.. real.Chats.Select(chat => chat.Members).Where(members => members > 2).Distinct()];
        List<ConfigError> errors = [];
        PopulationRequest request = new()
        {
            Users = 600,
            Seed = 5,
            Dyads = CountDistribution.Create([(0, 1.0)]),
            Groups = CountDistribution.Create([(8, 1.0)]),
            GroupSizes = CountDistribution.Create([.. sizes.Select(size => (size, 1.0))]),
            SizeView = GroupSizeView.Groups,
            Models = BehaviourLibrary.Load(_directory, _directory, errors),
            Rates = GroupRates.Read(_directory, _directory, errors),
        };
        Assert.Empty(errors);

        double[] messages = FittedPopulation.CountMessages(request, fit.Rhythm, Days);

        double wanted = real.Chats.Where(chat => chat.Members > 2).Average(chat => (double)chat.Messages.Length);
        double drawn = messages.Average();
        output.WriteLine($"{messages.Length} groups: {drawn:0} messages each, real {wanted:0}");
        // Without the rhythm and the mean rates of random members it is up to 1.66.
        Assert.InRange(drawn / wanted, 0.85, 1.15);
    }

    [Fact]
    public void Fit_GroupsWithOneAuthorAdded_DyadModelsAreUnchanged()
    {
        ChatSet dyads = World(0, 65, Enumerable.Repeat(2, 12));
        ChatSet both = new([.. dyads.Chats, .. Enumerable.Range(0, 4).Select(Posts)], dyads.Users);

        ClassFit alone = Fit(dyads, TimeSpan.Zero);
        ClassFit together = Fit(both, TimeSpan.Zero);

        // Posts of one author, twelve a day, would make the people of dyads begin more often and answer less.
        double Answers(ClassFit fit) => fit.People.Where(one => one.Count > 0).Average(one => one[0].Answers);
        Assert.InRange(Answers(together) / Answers(alone), 0.98, 1.02);
    }

    /// <summary>A group of three of whom one writes, every two hours.</summary>
    private static Chat Posts(int author)
    {
        const long Step = 2 * 3_600_000;
        ChatMessage[] messages =
        [
            .. Enumerable.Range(0, Days * 12).Select(i => new ChatMessage(i * Step, author, 40, ChatMessage.NoMedia)),
        ];
        return new Chat(messages, messages[^1].UnixMilliseconds + Step, 3);
    }

    private static ChatSet World(double silent, ulong seed, IEnumerable<int>? sizes = null) =>
        TalkWorld.Create(
            new TalkWorldOptions
            {
                Sizes = [.. sizes ?? [.. Enumerable.Repeat(2, 10), 8, 8, 9, 10, 14, 16, 18, 20, 30, 33, 36, 40]],
                SilentShare = silent,
                ChatSpread = 0.4,
                Seed = seed,
                Days = Days,
            }
        );

    private ClassFit Fit(ChatSet chats, TimeSpan longest)
    {
        ClassFit fit = ClassFitter.Fit(chats, new FitOptions { Threads = 2 }, longest, Stop);
        foreach (ClassComparison row in fit.Comparisons)
        {
            output.WriteLine(
                $"{row.Class, -8} {row.Chats} chats of {row.Members:0.0} members, {row.Writers:0.0} write, {row.Real.Messages} messages: "
                    + $"volume {row.Before.Messages / row.Real.Messages:0.00} {row.After.Messages / row.Real.Messages:0.00} burst {row.After.MeanBurst / row.Real.MeanBurst:0.00}, "
                    + $"without rates {row.WithoutRates!.Messages / row.Real.Messages:0.00} "
                    + $"burst {row.WithoutRates.MeanBurst / row.Real.MeanBurst:0.00}, mean rate {row.MeanRate:0.00}"
            );
        }
        return fit;
    }
}
