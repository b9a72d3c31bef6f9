using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>
/// A distribution of times in microseconds, as the summaries of <c>mgen-client</c>, <c>mgen-peer</c> and
/// <c>mgen-demo</c> have it.
/// </summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50">
/// The median, rounded up by at most 3.2 %, as are the other quantiles. It, the quantiles and the maximum are
/// <c>null</c> if nothing was measured.
/// </param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest, exact.</param>
public sealed record TimesPart(long Count, long? P50, long? P90, long? P99, long? Max)
{
    /// <summary>Makes one of what was measured.</summary>
    public static TimesPart From(HistogramSnapshot times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0)
            return new TimesPart(0, null, null, null, null);
        return new TimesPart(
            times.Count,
            Microseconds(times.P50),
            Microseconds(times.P90),
            Microseconds(times.P99),
            Microseconds(times.Max)
        );
    }

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;
}

/// <summary>The generator about itself.</summary>
/// <param name="ScheduleLagMicroseconds">From the planned time of each message to the moment it was made.</param>
/// <param name="GcPauseMicroseconds">Pauses of the garbage collector in all.</param>
/// <param name="GcCollections">Collections.</param>
/// <param name="LogLines">Lines of the event log that were written.</param>
/// <param name="LogLinesLost">Lines that could not be written.</param>
public sealed record SelfPart(
    TimesPart ScheduleLagMicroseconds,
    long GcPauseMicroseconds,
    int GcCollections,
    long LogLines,
    long LogLinesLost
);
