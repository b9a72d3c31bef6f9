using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Messenger.Tests.Support;

/// <summary>Conversation models whose draws are almost deterministic.</summary>
internal static class Models
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1_000);

    /// <summary>Never sends.</summary>
    public static ConversationModel Silent { get; } = Every(Never);

    /// <summary>
    /// Always idle; sends a message of <paramref name="blocks"/> blocks every <paramref name="interval"/>.
    /// </summary>
    public static ConversationModel Every(TimeSpan interval, uint blocks = 1) =>
        new(
            new BernoulliTrial(0),
            new BernoulliTrial(0),
            Blocks(blocks),
            Exactly(interval),
            Exactly(Never),
            Exactly(Never),
            Exactly(Never),
            ActiveTimeoutRule.Quiet
        );

    /// <summary>
    /// Idle for 60 s, then sends and is active: sends 1 s after a received message, and is idle again after 3 s without
    /// a message, before a_s (4 s) is over.
    /// </summary>
    public static ConversationModel Chatty { get; } =
        new(
            new BernoulliTrial(1),
            new BernoulliTrial(1),
            Blocks(1),
            Seconds(60),
            Seconds(3),
            Seconds(4),
            Seconds(1),
            ActiveTimeoutRule.Quiet
        );

    private static UniformTime Seconds(double seconds) => Exactly(TimeSpan.FromSeconds(seconds));

    private static UniformTime Exactly(TimeSpan time) => new(time.TotalSeconds, Math.BitIncrement(time.TotalSeconds));

    private static BinomialSize Blocks(uint blocks) => new(blocks, 1);
}
