namespace MGen.Analysis.Results;

/// <summary>
/// What happened when, in bins of equal width without gaps: index <c>i</c> of each list is the time from
/// <c>StartUnixSeconds + i * BinSeconds</c>. The warm-up and cool-down are in here, too.
/// </summary>
/// <param name="StartUnixSeconds">Where the first bin begins: a multiple of the width.</param>
/// <param name="BinSeconds">Width of a bin.</param>
/// <param name="Sent">Messages sent.</param>
/// <param name="SentBytes">Their bytes, once per message.</param>
/// <param name="Received">Messages that arrived at a member.</param>
/// <param name="ReceivedBytes">Their bytes.</param>
/// <param name="Receipts">Receipts that arrived.</param>
/// <param name="Errors">Errors logged.</param>
/// <param name="TimedOut">Receipts owed for messages sent in this bin that came after the time-out or never. Only these two are without warm-up and cool-down.</param>
/// <param name="MeanRoundTripMicroseconds">Mean round trip of messages sent in this bin, of those acknowledged; <c>null</c> if there is none.</param>
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
    IReadOnlyList<double?> MeanRoundTripMicroseconds);
