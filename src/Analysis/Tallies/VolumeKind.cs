namespace MGen.Analysis.Tallies;

/// <summary>The quantities counted over time.</summary>
internal enum VolumeKind
{
    Sent,
    SentBytes,
    Received,
    ReceivedBytes,
    Receipts,
    Errors,
    TimedOut,
    Acknowledged,

    /// <summary>Sum of the round trips of <see cref="Acknowledged"/>, in microseconds.</summary>
    RoundTripMicroseconds,
}
