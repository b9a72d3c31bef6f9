using System.Text;

namespace MGen.EventLog;

/// <summary>
/// Reads an event log of this project or of the original, line by line in constant memory. No content makes it throw:
/// each line that it cannot parse is reported. Not thread-safe.
/// </summary>
public sealed class EventLogReader
{
    /// <summary>
    /// Longer lines are rejected. This project's lines have at most about 13 KiB; the original's are unbounded.
    /// </summary>
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

/// <summary>A line that could not be parsed.</summary>
/// <param name="LineNumber">Its number in the log, from 1.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Text">
/// The beginning of the line, at most <see cref="MaxTextBytes"/> bytes, with control characters replaced by spaces.
/// </param>
public sealed record RejectedLine(long LineNumber, RejectReason Reason, string Text)
{
    /// <summary>Most bytes of a line that are shown.</summary>
    public const int MaxTextBytes = 200;
}

/// <summary>Why a line is rejected.</summary>
public enum RejectReason
{
    /// <summary>Not rejected.</summary>
    None,

    /// <summary>The line is empty.</summary>
    Empty,

    /// <summary>
    /// The log ends inside this line. Its beginning may look complete and be wrong (an id cut short).
    /// </summary>
    Unterminated,

    /// <summary>The line is longer than <see cref="EventLogReader.MaxLineBytes"/>.</summary>
    TooLong,

    /// <summary>The line does not begin with a time, or its date and its Unix time contradict each other.</summary>
    BadTime,

    /// <summary>The line matches no known kind.</summary>
    UnknownKind,

    /// <summary>
    /// The line matches a known kind, but a field is invalid: a number, a state, or text that is not UTF-8.
    /// </summary>
    BadField,
}
