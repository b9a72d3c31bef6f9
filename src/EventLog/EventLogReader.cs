using System.Text;

namespace MGen.EventLog;

/// <summary>
/// Reads an event log, ours or the original's, line by line in constant memory. No content makes it throw: each line
/// that it cannot parse is reported. Not thread-safe.
/// </summary>
public sealed class EventLogReader
{
    /// <summary>Longer lines are rejected. Ours have at most about 13 KiB; the original's are unbounded.</summary>
    public const int MaxLineBytes = LineSplitter.MaxLineBytes;

    private readonly LineSplitter _lines;
    private readonly Action<RejectedLine> _onRejected;
    private readonly EventLineParser _parser;

    /// <summary>Creates a reader; reads nothing yet.</summary>
    /// <param name="input">The log's bytes; not disposed.</param>
    /// <param name="onRejected">Called for each rejected line, in order.</param>
    /// <param name="source">The programs whose lines to expect.</param>
    public EventLogReader(Stream input, Action<RejectedLine> onRejected, LogSource source = LogSource.Any)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(onRejected);
        _lines = new LineSplitter(input);
        _onRejected = onRejected;
        _parser = new EventLineParser(source);
    }

    /// <summary>Lines seen so far, rejected ones included.</summary>
    public long LinesRead { get; private set; }

    /// <summary>Lines rejected so far.</summary>
    public long LinesRejected { get; private set; }

    /// <summary>The events from the current position to the log's end.</summary>
    /// <exception cref="IOException">The input failed.</exception>
    public IEnumerable<LogEvent> ReadAll()
    {
        while (TryRead(out LogEvent item))
            yield return item;
    }

    /// <summary>Reads the next event, skipping rejected lines; <c>false</c> at the log's end.</summary>
    /// <exception cref="IOException">The input failed.</exception>
    public bool TryRead(out LogEvent item)
    {
        while (_lines.TryNext(out ReadOnlySpan<byte> line, out RejectReason why))
        {
            LinesRead++;
            if (why == RejectReason.None && _parser.TryParse(line, out item, out why))
                return true;
            LinesRejected++;
            _onRejected(new RejectedLine(LinesRead, why, Shown(line)));
        }
        item = default;
        return false;
    }

    private static string Shown(ReadOnlySpan<byte> line) =>
        LineText.Clean(Encoding.UTF8.GetString(line[..Math.Min(line.Length, RejectedLine.MaxTextBytes)]));
}
