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

        Assert.Equal(["2", "3-5", "6-9", "10", "11-19", "20-up"], classes.Select(one => one.Name));
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
        double other = Volume(number => simulation.RunWithOtherRates(0, number, Stop));
        output.WriteLine($"volume with own rates {own:0.000}, with others {other:0.000}");
        Assert.InRange(own, 0.93, 1.07);
        Assert.InRange(other, 0.93, 1.07);
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

    /// <summary>A group of 12: 600 posts of member <paramref name="poster"/>, and an answer to each sixth one.</summary>
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
