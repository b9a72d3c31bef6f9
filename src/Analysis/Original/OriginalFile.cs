namespace MGen.Analysis.Original;

/// <summary>The original's output files, in its order.</summary>
internal enum OriginalFile
{
    /// <summary>Every round trip in seconds.</summary>
    RttAll,

    /// <summary>Every round trip within the time-out.</summary>
    RttTimeout,

    /// <summary>Mean round trip per entry.</summary>
    RttMean,

    /// <summary>Messages sent per entry.</summary>
    Counts,

    /// <summary>Share of late receipts, per entry that received any.</summary>
    TimeoutBySend,

    /// <summary>Share of late receipts, per entry that gave any.</summary>
    TimeoutByReceive,
}
