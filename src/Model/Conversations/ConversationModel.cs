using MGen.Model.Distributions;

namespace MGen.Model.Conversations;

/// <summary>
/// How a user behaves in a conversation. Immutable: users of the same behaviour share one. The paper's symbol is given for each part.
/// </summary>
/// <param name="ActivateOnSend">s: whether a message sent while idle makes the user active.</param>
/// <param name="ActivateOnReceive">r: whether a message received while idle makes the user active.</param>
/// <param name="MessageBlocks">m: the size of each message sent.</param>
/// <param name="IdleDelay">i: from becoming idle, or from a message sent while idle, to the next message.</param>
/// <param name="QuietTimeout">w: how long a spell of activity lasts without a message; see <paramref name="Rule"/>.</param>
/// <param name="DelayAfterSend">a_s: while active, from a message sent to the next.</param>
/// <param name="DelayAfterReceive">a_r: while active, from a message received to the next sent.</param>
/// <param name="Rule">What <paramref name="QuietTimeout"/> counts from.</param>
public sealed record ConversationModel(
    BernoulliTrial ActivateOnSend,
    BernoulliTrial ActivateOnReceive,
    SizeDistribution MessageBlocks,
    TimeDistribution IdleDelay,
    TimeDistribution QuietTimeout,
    TimeDistribution DelayAfterSend,
    TimeDistribution DelayAfterReceive,
    ActiveTimeoutRule Rule)
{
    /// <summary>The clock that <see cref="IdleDelay"/> is counted on; <c>null</c>: every hour of the week is like the others.</summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>
    /// How fast the clock of <see cref="IdleDelay"/> runs in this conversation, compared with others of the same model: idle delays are divided by it.
    /// From <see cref="LeastIdleRate"/> to <see cref="MostIdleRate"/>. Default 1.
    /// </summary>
    public double IdleRate { get; init; } = 1;

    /// <summary>The slowest clock: the longest idle delay, of 100 years, then takes 10,000 years, which a <see cref="TimeSpan"/> can hold.</summary>
    public const double LeastIdleRate = 0.01;

    /// <summary>The fastest clock.</summary>
    public const double MostIdleRate = 100;
}
