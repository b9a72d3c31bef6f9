using System.Text;

namespace MGen.EventLog;

/// <summary>
/// Reads an event log, ours or the original's, line by line in constant memory. No content makes it throw: each line it cannot read is
/// reported. Not for several threads.
/// </summary>
public sealed class EventLogReader
{
    /// <summary>Longer lines are rejected. Ours are at most about 13 KiB; the original has no bound.</summary>
    public const int MaxLineBytes = LineSplitter.MaxLineBytes;

    private readonly LineSplitter _lines;
    private readonly Action<RejectedLine> _onRejected;
    private readonly EventLineParser _parser;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="input">The log's bytes; it stays its owner's.</param>
    /// <param name="onRejected">Called for each line that cannot be read, in order.</param>
    /// <param name="source">Whose lines to expect.</param>
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

    /// <summary>The events from here to the log's end.</summary>
    /// <exception cref="IOException">The input itself failed.</exception>
    public IEnumerable<LogEvent> ReadAll()
    {
        while (TryRead(out LogEvent item))
            yield return item;
    }

    /// <summary>Reads up to the next line that tells something; <c>false</c> at the log's end.</summary>
    /// <exception cref="IOException">The input itself failed.</exception>
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
