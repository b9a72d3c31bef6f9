using MGen.Fitting.Distributions;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>
/// How a user behaves in chats of one size class. Each member who receives a message may send the next one: s and r are
/// 1, and w is the same for all.
/// </summary>
/// <param name="Class">The class.</param>
/// <param name="IdleDelay">i.</param>
/// <param name="DelayAfterSend">a_s.</param>
/// <param name="DelayAfterReceive">a_r.</param>
/// <param name="MessageBlocks">m, in blocks of 160 bytes.</param>
public sealed record ClassModel(
    SizeClass Class,
    SecondsDistribution IdleDelay,
    SecondsDistribution DelayAfterSend,
    SecondsDistribution DelayAfterReceive,
    EmpiricalDistribution MessageBlocks
)
{
    /// <summary>s and r.</summary>
    public static double Activate => 1;

    /// <summary>w.</summary>
    public static SecondsDistribution QuietTimeout { get; } = SecondsDistribution.Always(RaceScale.QuietSeconds);

    /// <summary>The probability that the user answers a message if no other member sends first.</summary>
    internal double Answers => DelayAfterReceive.ShareBelow(RaceScale.QuietSeconds);

    /// <summary>
    /// The probability that the user sends another message after an own one if no other member sends first.
    /// </summary>
    internal double Continues => DelayAfterSend.ShareBelow(RaceScale.QuietSeconds);

    /// <summary>The model of the conversation machine.</summary>
    public ConversationModel ToConversationModel() =>
        new(
            new BernoulliTrial(Activate),
            new BernoulliTrial(Activate),
            new WeightedSize(
                WeightsTable.Create(
                    [.. MessageBlocks.Weights().Select(weight => (uint)weight)],
                    [.. MessageBlocks.Values.Select(value => (double)value)]
                )
            ),
            new WeightedTime(IdleDelay.ToTable()),
            new WeightedTime(QuietTimeout.ToTable()),
            new WeightedTime(DelayAfterSend.ToTable()),
            new WeightedTime(DelayAfterReceive.ToTable()),
            ActiveTimeoutRule.Quiet
        );
}
