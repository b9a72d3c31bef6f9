using MGen.Model.Distributions;

namespace MGen.Model.Conversations;

/// <summary>
/// A user's behaviour in a conversation. Immutable; users with the same behaviour share an instance. The description of
/// each distribution begins with the paper's symbol.
/// </summary>
/// <param name="ActivateOnSend">s: the probability that a message sent while idle makes the user active.</param>
/// <param name="ActivateOnReceive">r: the probability that a message received while idle makes the user active.</param>
/// <param name="MessageBlocks">m: the size of each message sent.</param>
/// <param name="IdleDelay">
/// i: the time to the next message, from becoming idle or from a message sent while idle.
/// </param>
/// <param name="QuietTimeout">
/// w: how long a spell of activity lasts without a message; see <paramref name="Rule"/>.
/// </param>
/// <param name="DelayAfterSend">a_s: while active, the time from a message sent to the next message sent.</param>
/// <param name="DelayAfterReceive">
/// a_r: while active, the time from a message received to the next message sent.
/// </param>
/// <param name="Rule">The event from which <paramref name="QuietTimeout"/> counts.</param>
public sealed record ConversationModel(
    BernoulliTrial ActivateOnSend,
    BernoulliTrial ActivateOnReceive,
    SizeDistribution MessageBlocks,
    TimeDistribution IdleDelay,
    TimeDistribution QuietTimeout,
    TimeDistribution DelayAfterSend,
    TimeDistribution DelayAfterReceive,
    ActiveTimeoutRule Rule
)
{
    /// <summary>The clock for <see cref="IdleDelay"/>; <c>null</c> if all hours of the week are alike.</summary>
    public Rhythm? Rhythm { get; init; }

    /// <summary>
    /// The speed of the clock for <see cref="IdleDelay"/> in this conversation, relative to others of the same model:
    /// idle delays are divided by it. From <see cref="LeastIdleRate"/> to <see cref="MostIdleRate"/>. Default 1.
    /// </summary>
    public double IdleRate { get; init; } = 1;

    /// <summary>
    /// The lowest rate. At this rate the longest draw of an idle delay, 100 years, takes 10,000 years, which fits into
    /// a <see cref="TimeSpan"/>.
    /// </summary>
    public const double LeastIdleRate = 0.01;

    /// <summary>The highest rate.</summary>
    public const double MostIdleRate = 100;
}

/// <summary>
/// The event from which the quiet timeout of a spell of <see cref="ConversationMode.Active"/> counts.
/// </summary>
public enum ActiveTimeoutRule
{
    /// <summary>
    /// The last message sent or received: the spell ends after a silence as long as the timeout. This is the default,
    /// as in the original's documentation.
    /// </summary>
    Quiet,

    /// <summary>The start of the spell, as in the original's code. Reproduces published runs.</summary>
    Spell,
}
