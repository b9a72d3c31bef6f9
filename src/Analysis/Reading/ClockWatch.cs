namespace MGen.Analysis.Reading;

/// <summary>
/// Detects lines of a log whose time is well before that of the previous line: the clock was set back, or the log was
/// concatenated from several. Times are Unix nanoseconds.
/// </summary>
internal sealed class ClockWatch
{
    /// <summary>Lines of several threads may be slightly out of order; only larger steps count. 1 s.</summary>
    private const long ToleranceNanoseconds = 1_000_000_000;

    private long _last = long.MinValue;
    private long _first = long.MinValue;

    /// <summary>How many times the clock went back.</summary>
    public long Count { get; private set; }

    /// <summary>Number of the first line, from 1, at which it did; 0 if it did not.</summary>
    public long FirstLine { get; private set; }

    /// <summary>The largest step back.</summary>
    public TimeSpan Farthest { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Take(long unixNanoseconds, long line)
    {
        if (_last == long.MinValue)
            _first = unixNanoseconds;
        else if (unixNanoseconds < _last - ToleranceNanoseconds)
            Add(1, line, _last - unixNanoseconds);
        _last = unixNanoseconds;
    }

    /// <summary>Adds the next piece of the same log, which begins after <paramref name="linesBefore"/> lines.</summary>
    public void Append(ClockWatch next, long linesBefore)
    {
        if (next._last == long.MinValue)
            return;
        Take(next._first, linesBefore + 1);
        if (next.Count > 0)
            Add(next.Count, linesBefore + next.FirstLine, next.Farthest.Ticks * TimeSpan.NanosecondsPerTick);
        _last = next._last;
    }

    private void Add(long count, long line, long nanoseconds)
    {
        if (Count == 0)
            FirstLine = line;
        Count += count;
        TimeSpan back = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        Farthest = back > Farthest ? back : Farthest;
    }
}
