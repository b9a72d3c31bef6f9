using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>
/// The spread of values over conversations, each a (user, group). Conversations without a value are left out, not
/// counted as zero.
/// </summary>
/// <param name="Count">Conversations seen in any log.</param>
/// <param name="Groups">Groups seen in any log.</param>
/// <param name="Sent">Messages sent per conversation whose own log is available, 0 included.</param>
/// <param name="TimedOutBySender">
/// Share of the receipts owed to a conversation that timed out, 0 to 1, for conversations with any.
/// </param>
/// <param name="TimedOutByRecipient">
/// Share of the receipts owed by a conversation that timed out, 0 to 1, for conversations with any.
/// </param>
/// <param name="MeanRoundTripMilliseconds">
/// Mean round trip of a sender's conversation over the receipts that arrived, for conversations with any; within 1 %.
/// </param>
public sealed record ConversationSpread(
    long Count,
    long Groups,
    Spread Sent,
    Spread TimedOutBySender,
    Spread TimedOutByRecipient,
    Spread MeanRoundTripMilliseconds
);

/// <summary>A histogram of distinct values.</summary>
/// <param name="Values">The values, ascending, each once.</param>
/// <param name="Counts">As many counts, each at least 1.</param>
public sealed record Spread(IReadOnlyList<double> Values, IReadOnlyList<long> Counts)
{
    /// <summary>The histogram without values.</summary>
    public static Spread Empty { get; } = new([], []);

    /// <summary>The number of values in all.</summary>
    [JsonIgnore]
    public long Total => Counts.Sum();
}
