using MGen.Fitting.Chats;
using MGen.Fitting.Distributions;
using MGen.Fitting.Labelling;
using MGen.Fitting.Models;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Fitting.Tests.Labelling;

/// <summary>
/// Each of the original's rules with a chat that shows it; labels are given, so that nothing depends on the training.
/// </summary>
public sealed class OriginalRulesTests
{
    [Fact]
    public void StateEitherSide_EndsOfAStretch_CountAsIdleOnlyInTheOriginal()
    {
        // Three messages in three consecutive active minutes: the original calls the first and the last one idle,
        // except the first of a run.
        Chat chat = ChatSamples.Create((-1, 1), (0, 0), (60, 0), (120, 0));
        bool[] States(OriginalRules rules) =>
            [.. Label(chat, rules, active: [0, 1, 2]).Select(message => message.Active)];

        Assert.Equal([true, true, true], States(OriginalRules.None));
        Assert.Equal([true, true, false], States(OriginalRules.StateEitherSide));
    }

    [Fact]
    public void LabelOffset_ThirdRun_IsLabelledByTheSecondOnlyInTheOriginal()
    {
        // Three runs of two messages in one minute; only the last one is labelled active.
        Chat chat = ChatSamples.Create((0, 0), (10, 0), (20_000, 0), (20_010, 0), (40_000, 0), (40_010, 0));
        MinuteRun[] runs = [.. MinuteCounter.Count(ChatSamples.Part(chat, 0))];
        bool[] labels = new bool[runs.Sum(run => run.Counts.Length)];
        labels[runs[0].Counts.Length + runs[1].Counts.Length + MinuteRun.LeadMinutes] = true;
        bool ThirdIsActive(OriginalRules rules) =>
            new UserLabels(runs, labels).Labellers(rules).Last().Label()[0].Active;

        Assert.Equal(3, runs.Length);
        Assert.True(ThirdIsActive(OriginalRules.None));
        Assert.False(ThirdIsActive(OriginalRules.LabelOffset));
    }

    [Fact]
    public void TwoHourGaps_NightBetweenTwoRuns_IsAnIdleDelayExceptInTheOriginal()
    {
        Chat chat = ChatSamples.Create((-100, 1), (0, 0), (30_000, 0));

        Assert.Equal([30_000], Observe(chat, OriginalRules.None).IdleDelay.Values);
        Assert.Empty(Observe(chat, OriginalRules.TwoHourGaps).IdleDelay.Values);
    }

    [Fact]
    public void QuietTimeout_SilenceBeforeOthersMessage_CountsExceptInTheOriginal()
    {
        // 50 s of silence end with another member's message; the own one follows after 10 s.
        Chat chat = ChatSamples.Create((-100, 1), (0, 0), (50, 1), (60, 0), (10_000, 0));

        Assert.Equal([51], Observe(chat, OriginalRules.None, active: [0, 1]).QuietTimeout.Values);
        Assert.Equal([11], Observe(chat, OriginalRules.QuietTimeout, active: [0, 1]).QuietTimeout.Values);
    }

    [Fact]
    public void QuietTimeout_LastStretch_IsLostOnlyInTheOriginal()
    {
        Chat chat = ChatSamples.Create((-100, 1), (0, 0), (40, 0));

        Assert.Equal([41], Observe(chat, OriginalRules.None, active: [0]).QuietTimeout.Values);
        Assert.Empty(Observe(chat, OriginalRules.QuietTimeout, active: [0]).QuietTimeout.Values);
    }

    [Fact]
    public void SpellRule_Timeout_IsTheLengthOfTheSpell()
    {
        Chat chat = ChatSamples.Create((-100, 1), (0, 0), (40, 0), (70, 0));

        Assert.Equal([71], Observe(chat, OriginalRules.None, ActiveTimeoutRule.Spell, [0, 1]).QuietTimeout.Values);
        Assert.Equal(
            [41],
            Observe(chat, OriginalRules.QuietTimeout, ActiveTimeoutRule.Spell, [0, 1], (20_000, 0)).QuietTimeout.Values
        );
    }

    [Fact]
    public void FirstMessage_OfTheChat_CountsExceptInTheOriginal()
    {
        Chat chat = ChatSamples.Create((0, 0), (3_600, 0));

        Assert.Equal(2, Observe(chat, OriginalRules.None).SentWhileIdle);
        Assert.Equal(1, Observe(chat, OriginalRules.FirstMessage).SentWhileIdle);
        Assert.Empty(Observe(chat, OriginalRules.FirstMessage).IdleDelay.Values);
    }

    [Fact]
    public void CutSeconds_Delay_IsRoundedExceptInTheOriginal()
    {
        Chat chat = ChatSamples.Create((-100, 1), (0, 0), (4.7, 0), (10_000, 0));

        Assert.Contains(5, Observe(chat, OriginalRules.None, active: [0]).DelayAfterSend.Distribution.Values);
        Assert.Contains(4, Observe(chat, OriginalRules.CutSeconds, active: [0]).DelayAfterSend.Distribution.Values);
        Assert.Equal([6], Observe(chat, OriginalRules.None, active: [0]).QuietTimeout.Values);
        Assert.Equal(
            [4],
            Observe(chat, OriginalRules.CutSeconds | OriginalRules.QuietTimeout, active: [0]).QuietTimeout.Values
        );
    }

    [Fact]
    public void PredecessorMinute_ReplyAcrossTheMinute_IsAReplyExceptInTheOriginal()
    {
        // Minute 1 is idle; another member's message is at its end, and the reply a second later.
        Chat chat = ChatSamples.Create((0, 0), (119, 1), (120, 0), (125, 0));

        Assert.True(Label(chat, OriginalRules.None, active: [2])[1].IsActivatedByReceive);
        Assert.False(Label(chat, OriginalRules.PredecessorMinute, active: [2])[1].IsActivatedByReceive);
    }

    [Fact]
    public void ReceiveShare_OneOfTwoActivates_IsAHalfExceptInTheOriginal()
    {
        ObservedDistributions observed = Observe(
            ChatSamples.Create((-100, 1), (0, 0), (30, 0)),
            OriginalRules.None,
            active: [0]
        ) with
        {
            ReceivedWhileIdle = 3,
            ActivatedByReceive = 1,
            DelayAfterSend = new FittedDelay(EmpiricalDistribution.From([5L]), 0),
        };

        Assert.Equal(0.25, UserModelBuilder.Build(observed, OriginalRules.None)!.ActivateOnReceive);
        Assert.Equal(1.0 / 3, UserModelBuilder.Build(observed, OriginalRules.ReceiveShare)!.ActivateOnReceive);
    }

    [Fact]
    public void FileSizes_TextMessage_GetsAFileOnlyInTheOriginal()
    {
        WeightedSize file = new(WeightsTable.Create([1], [1_000]));
        var random = Xoshiro256.FromSeed(1);
        ChatMessage text = new(0, 0, 10, ChatMessage.NoMedia);
        ChatMessage media = new(0, 0, 0, ChatMessage.UnknownMediaBytes);

        Assert.Equal(1, new MessageSizer(file, OriginalRules.None).Draw(text, ref random));
        Assert.Equal(1_001, new MessageSizer(file, OriginalRules.None).Draw(media, ref random));
        Assert.Equal((10 + 1_000 + 208) / 160, new MessageSizer(file, OriginalRules.FileSizes).Draw(text, ref random));
    }

    private static LabelledMessage[] Label(Chat chat, OriginalRules rules, int[] active) =>
        [.. Labels(chat, active).Labellers(rules).SelectMany(run => run.Label())];

    private static ObservedDistributions Observe(
        Chat chat,
        OriginalRules rules,
        ActiveTimeoutRule timeout = ActiveTimeoutRule.Quiet,
        int[]? active = null,
        (double, int)? more = null
    )
    {
        if (more is { } last)
            chat = chat with { Messages = [.. chat.Messages, ChatSamples.Create(last).Messages[0]] };
        ObservationCollector collector = new(rules, timeout);
        foreach (RunLabeller run in Labels(chat, active ?? []).Labellers(rules))
            collector.Add(run);
        return collector.ToDistributions();
    }

    /// <summary>
    /// User 0's minutes, counted from the user's first message; only those of the first run can be active.
    /// </summary>
    private static UserLabels Labels(Chat chat, int[] active)
    {
        MinuteRun[] runs = [.. MinuteCounter.Count(ChatSamples.Part(chat, 0))];
        bool[] labels = new bool[runs.Sum(run => run.Counts.Length)];
        foreach (int minute in active)
            labels[MinuteRun.LeadMinutes + minute] = true;
        return new UserLabels(runs, labels);
    }
}
