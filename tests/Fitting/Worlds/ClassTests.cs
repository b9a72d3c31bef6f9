using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>What the models of a chat size class are made of: which sizes, whose messages, at which level.</summary>
public sealed class ClassTests(ITestOutputHelper output)
{
    private const int Seconds = 1_000;
    private const int Hour = 3_600 * Seconds;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void ByData_SizesOnBothSidesOfAPrintedClass_AreInClassesOfTheirOwn()
    {
        // The volume of groups of 6-10 and of 11-20 is known only if 10 and 12 are in two classes.
        ChatSet chats = new([Regular(2), Regular(5), Regular(6), Regular(10), Regular(12), Regular(20)], 20);

        IReadOnlyList<SizeClass> classes = SizeClasses.ByData(chats);

        Assert.Equal(
            [
                "2",
                "3-5",
                "6-7",
                "8-9",
                "10",
                "11-14",
                "15-19",
                "20",
                "21-24",
                "25-35",
                "36-50",
                "51-100",
                "101-200",
                "201-400",
                "401-up",
            ],
            classes.Select(one => one.Name)
        );
    }

    [Fact]
    public void Fit_OnlyDyads_LargerGroupsTalkLikeDyads()
    {
        // All members of a class have the same hazards: with those of a dyad a group of a hundred never stops.
        ChatSet chats = Dyads(talksPerDay: 2, meanBurst: 8, seed: 81);

        ClassFit fit = ClassFitter.Fit(chats, new FitOptions { Threads = 2 }, TimeSpan.Zero, Stop);

        // The probability that a message in a chat of active members is the last one of its burst.
        double Ends(int number, double members)
        {
            ClassModel[] models = [.. fit.People.Select(person => person[number])];
            return (1 - models.Average(one => one.Continues))
                * Math.Pow(1 - models.Average(one => one.Answers), members - 1);
        }
        Assert.Equal("2", fit.Classes[0].Name);
        double dyads = Ends(0, 2);
        for (int number = 1; number < fit.Classes.Count; number++)
        {
            SizeClass sizes = fit.Classes[number];
            double most = sizes.Most == int.MaxValue ? 2.0 * sizes.Least : sizes.Most;
            double members = 1 + Math.Sqrt((sizes.Least - 1) * (most - 1));
            output.WriteLine($"{sizes.Name}: {Ends(number, members):0.000}, in dyads {dyads:0.000}");
            Assert.InRange(Ends(number, members) / dyads, 0.9, 1.1);
        }
    }

    [Fact]
    public void Fit_ChatsOfFewDays_StartAsManyBurstsAsInTheSameTime()
    {
        // Forty dyads of five days with some five bursts each. Up to its last message a chat has one burst too many
        // for its time, a fifth.
        ChatSet whole = TalkWorld.Create(
            new TalkWorldOptions
            {
                People = 20,
                Sizes = [.. Enumerable.Repeat(2, 40)],
                TalksPerDay = 1,
                ChatSpread = 0,
                Seed = 91,
                Days = 5,
            }
        );
        Chat[] chats = [.. whole.Chats.Where(chat => chat.Messages.Length > 0)];
        Chat[] exported =
        [
            .. chats.Select(chat => chat with { EndUnixMilliseconds = chat.Messages[^1].UnixMilliseconds }),
        ];

        double real = BurstsPerDay(chats);
        double found = BurstsPerDay(exported);
        output.WriteLine($"a member of a silent chat begins {real:0.000} bursts per day, {found:0.000} from exports");
        Assert.InRange(found / real, 0.93, 1.07);

        double BurstsPerDay(Chat[] observed) =>
            ClassFitter
                .Fit(new ChatSet(observed, whole.Users), new FitOptions { FitsRhythm = false }, TimeSpan.Zero, Stop)
                .People.Where(person => person.Count > 0)
                .Average(person => -Math.Log(1 - person[0].IdleDelay.ShareBelow(86_400)));
    }

    [Fact]
    public void ObservedEnds_ChatThatEndedYearsAgo_IsExtendedByItsLongestGap()
    {
        // One chat with a message per hour, and one two years later.
        Chat former = Regular(2);
        Chat later = ToChat(
            [.. former.Messages.Select(message => (message.UnixMilliseconds + (17_520L * Hour), message.Author))],
            2
        );
        Chat[] exported =
        [
            .. ((Chat[])[former, later]).Select(chat =>
                chat with
                {
                    EndUnixMilliseconds = chat.Messages[^1].UnixMilliseconds,
                }
            ),
        ];

        ChatSet extended = ObservedEnds.Extend(new ChatSet(exported, 2));

        Assert.Equal(
            [exported[0].EndUnixMilliseconds + Hour, exported[1].EndUnixMilliseconds],
            extended.Chats.Select(chat => chat.EndUnixMilliseconds)
        );
    }

    [Fact]
    public void Fit_ChatsWhoseFewAnswersComeLate_HaveLateAnswers()
    {
        // Two groups in which one member posts and others answer a hundred times, after 20 to 40 minutes. In the dyads
        // answers come after some 40 seconds.
        ChatSet dyads = TalkWorld.Create(
            new TalkWorldOptions
            {
                People = 12,
                Sizes = [.. Enumerable.Repeat(2, 10)],
                Seed = 61,
            }
        );
        ChatSet chats = new([.. dyads.Chats, Channel(0), Channel(5)], 12);

        ClassFit fit = ClassFitter.Fit(chats, new FitOptions { Threads = 2 }, TimeSpan.MaxValue, Stop);

        ClassComparison channels = fit.Comparisons[^1];
        double real = channels.Real.MedianAnswerSeconds!.Value;
        output.WriteLine(
            $"median answer {real:0} s, simulated {channels.Before.MedianAnswerSeconds:0}, {channels.After.MedianAnswerSeconds:0} s"
        );
        Assert.InRange(channels.After.MedianAnswerSeconds!.Value / real, 0.8, 1.2);
        Assert.InRange(channels.After.Messages / channels.Real.Messages, 0.9, 1.1);
    }

    /// <summary>Nothing is simulated for a chat whose only message is the last of all.</summary>
    [Fact]
    public void Fit_ChatWithoutTime_LeavesTheMeanRateAtOne()
    {
        ChatSet dyads = TalkWorld.Create(
            new TalkWorldOptions
            {
                Sizes = [.. Enumerable.Repeat(2, 6)],
                Seed = 17,
                Days = 10,
            }
        );
        long end = dyads.Chats.Max(chat => chat.EndUnixMilliseconds);
        Chat single = new([new ChatMessage(end, 0, 40, ChatMessage.NoMedia)], end, 4);

        ClassFit fit = ClassFitter.Fit(
            new ChatSet([.. dyads.Chats, single], dyads.Users),
            new FitOptions { Threads = 2, SizeClasses = [new SizeClass(2, 2), new SizeClass(3, int.MaxValue)] },
            TimeSpan.MaxValue,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(1, fit.Rates.For(4).Mean);
        Assert.NotEqual(1, fit.Rates.For(2).Mean);
    }

    [Fact]
    public void Calibrate_ChatsThatRarelyBeginHaveLongBursts_TheMeanRateHasTheRealVolume()
    {
        ChatSet rare = Dyads(talksPerDay: 0.5, meanBurst: 24, seed: 71);
        ChatSet often = Dyads(talksPerDay: 4, meanBurst: 4, seed: 72);
        ChatSet chats = new([.. rare.Chats, .. often.Chats], rare.Users);
        EmpiricalDistribution[] blocks = [.. Enumerable.Repeat(EmpiricalDistribution.From([1]), chats.Users)];
        FitOptions options = new() { Threads = 2 };
        RaceFit fit = new(chats, SizeClasses.ByData(chats), blocks, options);
        RaceSimulation simulation = new(chats, fit, seed: 3, threads: 2, TimeSpan.MaxValue, zone: null);

        new Calibration(fit, simulation).Run((_, _) => { }, Stop);

        const int Repetitions = 8;
        double Volume(Func<int, IEnumerable<SimulatedChat>> run) =>
            Enumerable.Range(1_000, Repetitions).Sum(number => run(number).Sum(one => (double)one.Chat.Messages.Length))
            / Repetitions
            / chats.Messages;
        double own = Volume(number => simulation.Run(0, number, Stop));
        double mean = Volume(number => simulation.RunWithMeanRate(0, number, Stop));
        output.WriteLine($"volume with own rates {own:0.000}, with the mean rate {mean:0.000}");
        Assert.InRange(own, 0.93, 1.07);
        Assert.InRange(mean, 0.93, 1.07);
    }

    private static ChatSet Dyads(double talksPerDay, double meanBurst, ulong seed) =>
        TalkWorld.Create(
            new TalkWorldOptions
            {
                People = 8,
                Sizes = [.. Enumerable.Repeat(2, 10)],
                TalksPerDay = talksPerDay,
                MeanBurst = meanBurst,
                Seed = seed,
                Days = 40,
            }
        );

    /// <summary>A chat with 1,200 messages, one per hour, from its members in rotation.</summary>
    private static Chat Regular(int members) =>
        ToChat([.. Enumerable.Range(0, 1_200).Select(i => ((long)i * Hour, i % members))], members);

    /// <summary>
    /// A group of 12: 600 posts of member <paramref name="poster"/>, and an answer to each sixth one.
    /// </summary>
    private static Chat Channel(int poster)
    {
        List<(long, int)> sent = [];
        for (int post = 0; post < 600; post++)
        {
            long at = post * 2L * Hour;
            sent.Add((at, poster));
            if (post % 6 == 0)
                sent.Add((at + ((1_200 + (post * 2)) * Seconds), (poster + 1 + (post / 6 % 11)) % 12));
        }
        return ToChat([.. sent], 12);
    }

    private static Chat ToChat((long At, int Author)[] sent, int members) =>
        new(
            [.. sent.Select(one => new ChatMessage(one.At, one.Author, 40, ChatMessage.NoMedia))],
            sent[^1].At + Hour,
            members
        );
}
