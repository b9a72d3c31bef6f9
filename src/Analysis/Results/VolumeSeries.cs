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
