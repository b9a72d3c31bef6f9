using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>
/// Events over time, in bins of equal width without gaps: index <c>i</c> of each list begins at <c>StartUnixSeconds + i
/// * BinSeconds</c>. Includes warm-up and cool-down.
/// </summary>
/// <param name="StartUnixSeconds">The start of the first bin: a multiple of the width.</param>
/// <param name="BinSeconds">Width of a bin.</param>
/// <param name="Sent">Messages sent.</param>
/// <param name="SentBytes">Their bytes, once per message.</param>
/// <param name="Received">Messages that arrived at a member.</param>
/// <param name="ReceivedBytes">Their bytes.</param>
/// <param name="Receipts">Receipts that arrived.</param>
/// <param name="Errors">Errors logged.</param>
/// <param name="TimedOut">
/// Receipts owed for messages sent in this bin that arrived after the time-out or never. This list and the next exclude
/// warm-up and cool-down.
/// </param>
/// <param name="MeanRoundTripMicroseconds">
/// Mean round trip of the acknowledged messages sent in this bin; <c>null</c> if there is none.
/// </param>
public sealed record VolumeSeries(
    long StartUnixSeconds,
    long BinSeconds,
    IReadOnlyList<long> Sent,
    IReadOnlyList<long> SentBytes,
    IReadOnlyList<long> Received,
    IReadOnlyList<long> ReceivedBytes,
    IReadOnlyList<long> Receipts,
    IReadOnlyList<long> Errors,
    IReadOnlyList<long> TimedOut,
    IReadOnlyList<double?> MeanRoundTripMicroseconds
);

/// <summary>
/// The spread of values over conversations, each a (user, group). Conversations without a value are left out, not
/// counted as zero.
/// </summary>
/// <param name="Count">Conversations seen in any log.</param>
/// <param name="Groups">Groups seen in any log.</param>
/// <param name="Sent">Messages sent per conversation whose own log is available, 0 included.</param>
/// <param name="TimedOutBySender">
/// For each conversation to which receipts are owed, the share of these receipts that timed out, 0 to 1.
/// </param>
/// <param name="TimedOutByRecipient">
/// For each conversation that owes receipts, the share of these receipts that timed out, 0 to 1.
/// </param>
/// <param name="MeanRoundTripMilliseconds">
/// For each conversation that received receipts, the mean round trip of these receipts, within 1 %.
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
/// <param name="Counts">One count per value, each at least 1.</param>
public sealed record Spread(IReadOnlyList<double> Values, IReadOnlyList<long> Counts)
{
    /// <summary>The histogram without values.</summary>
    public static Spread Empty { get; } = new([], []);

    /// <summary>The number of values in all.</summary>
    [JsonIgnore]
    public long Total => Counts.Sum();
}
