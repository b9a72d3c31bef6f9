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
/// <param name="IdleDelay">The idle delay (i), in seconds.</param>
/// <param name="DelayAfterSend">The delay after a message sent (a_s), in seconds.</param>
/// <param name="DelayAfterReceive">The delay after a message received (a_r), in seconds.</param>
/// <param name="MessageBlocks">The size of a message (m), in blocks of 160 bytes.</param>
public sealed record ClassModel(
    SizeClass Class,
    SecondsDistribution IdleDelay,
    SecondsDistribution DelayAfterSend,
    SecondsDistribution DelayAfterReceive,
    EmpiricalDistribution MessageBlocks
)
{
    /// <summary>The probabilities s and r: every message sent or received while idle makes the user active.</summary>
    public static double Activate => 1;

    /// <summary>The quiet timeout (w).</summary>
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
