using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using MGen.Wire;

namespace MGen.EventLog;

/// <summary>
/// Parses single lines of this project's logs and of the original's. Not thread-safe: it caches names and the last
/// second.
/// </summary>
/// <param name="source">The programs whose lines to expect.</param>
public sealed class EventLineParser(LogSource source = LogSource.Any)
{
    /// <summary>Bytes of <c>YYYY-MM-DD HH:MM:SS,</c>.</summary>
    private const int DateBytes = 20;

    private readonly SecondText _second = new();
    private readonly NameCache _names = new();

    /// <summary>Parses a line without its line feed.</summary>
    /// <param name="line">Any bytes.</param>
    /// <param name="item">The event.</param>
    /// <param name="why">Why the line is rejected; <see cref="RejectReason.None"/> if it is not.</param>
    public bool TryParse(ReadOnlySpan<byte> line, out LogEvent item, out RejectReason why)
    {
        item = default;
        why = line.IsEmpty ? RejectReason.Empty : RejectReason.BadTime;
        if (!TryReadTime(line, out long time, out int length))
            return false;
        line = line[length..];
        why = RejectReason.UnknownKind;
        if (
            // A wrong guess costs time only: all patterns in the order of the schema decide.
            TryReadAs(PatternIndex.Guess(line, source), line, time, ref item, ref why)
            || TryReadAs(EventSchema.Patterns, line, time, ref item, ref why)
        )
            return true;
        item = default;
        return false;
    }

    /// <summary>Parses the line with the first of these patterns that matches it and whose fields are valid.</summary>
    private bool TryReadAs(
        ReadOnlySpan<LinePattern> patterns,
        ReadOnlySpan<byte> line,
        long time,
        ref LogEvent item,
        ref RejectReason why
    )
    {
        Span<Range> fields = stackalloc Range[LinePattern.MaxParts];
        foreach (LinePattern pattern in patterns)
        {
            // Several patterns may match, for example if a text contains commas: the first whose fields are valid
            // counts.
            if ((pattern.Source & source) == 0 || !pattern.TrySplit(line, fields))
                continue;
            item = new LogEvent
            {
                UnixNanoseconds = time,
                Kind = pattern.Kind,
                Amount = EventSchema.IsRepeated(pattern.Kind) ? 1 : 0,
            };
            why = TryReadFields(pattern, line, fields, ref item) ? RejectReason.None : RejectReason.BadField;
            if (why == RejectReason.None)
                return true;
        }
        return false;
    }

    private bool TryReadTime(ReadOnlySpan<byte> line, out long unixNanoseconds, out int length)
    {
        (unixNanoseconds, length) = (0, 0);
        if (
            line.Length <= DateBytes
            || !TryReadNumber(line[DateBytes..], out long second, out _)
            || second > SecondText.MaxUnixSecond
        )
            return false;
        ReadOnlySpan<byte> expected = _second.Format(second);
        // The seconds must agree with the date: a line that another process has cut in two is found by this.
        length = expected.Length + 10;
        if (line.Length < length || !line.StartsWith(expected) || line[length - 1] != ',')
            return false;
        bool valid = TryReadNumber(line[expected.Length..], out long nanoseconds, out int digits) && digits == 9;
        unixNanoseconds = (second * UnixTime.NanosecondsPerSecond) + nanoseconds;
        return valid;
    }

    private bool TryReadFields(
        LinePattern pattern,
        ReadOnlySpan<byte> line,
        ReadOnlySpan<Range> fields,
        ref LogEvent item
    )
    {
        for (int i = 0; i < pattern.Parts.Length; i++)
        {
            if (pattern.Parts[i] != LinePart.Literal && !TryReadField(pattern.Parts[i], line[fields[i]], ref item))
                return false;
        }
        return true;
    }

    private bool TryReadField(LinePart part, ReadOnlySpan<byte> field, ref LogEvent item) =>
        part switch
        {
            LinePart.User or LinePart.Group or LinePart.Other => TryReadName(part, field, ref item),
            LinePart.Text => TryReadText(field, ref item),
            LinePart.From or LinePart.To => TryReadState(part, field, ref item),
            LinePart.Stage => TryReadStage(field, ref item),
            LinePart.Planned or LinePart.Actual => TryReadMoment(part, field, ref item),
            _ => TryReadCount(part, field, ref item),
        };

    private bool TryReadName(LinePart part, ReadOnlySpan<byte> field, ref LogEvent item)
    {
        if (!_names.TryGet(field, out string? name))
            return false;
        item = part switch
        {
            LinePart.User => item with { User = name },
            LinePart.Group => item with { Group = name },
            _ => item with { Other = name },
        };
        return true;
    }

    private static bool TryReadText(ReadOnlySpan<byte> field, ref LogEvent item)
    {
        bool valid = Utf8.IsValid(field);
        item = item with { Text = valid ? Encoding.UTF8.GetString(field) : null };
        return valid;
    }

    private static bool TryReadState(LinePart part, ReadOnlySpan<byte> field, ref LogEvent item)
    {
        bool known = EnumText.TryRead(field, out LogState state);
        item = part == LinePart.From ? item with { From = state } : item with { To = state };
        return known;
    }

    private static bool TryReadStage(ReadOnlySpan<byte> field, ref LogEvent item)
    {
        bool known = EnumText.TryRead(field, out FailedStage stage);
        item = item with { Stage = stage };
        return known;
    }

    private static bool TryReadCount(LinePart part, ReadOnlySpan<byte> field, ref LogEvent item)
    {
        if (!TryReadNumber(field, out long number, out int digits) || digits != field.Length)
            return false;
        if (part == LinePart.Id && number > uint.MaxValue)
            return false;
        item = part switch
        {
            LinePart.Id => item with { Id = (uint)number },
            LinePart.Amount => item with { Amount = number },
            _ => item with { Milliseconds = number },
        };
        return true;
    }

    private static bool TryReadMoment(LinePart part, ReadOnlySpan<byte> field, ref LogEvent item)
    {
        if (
            !TryReadNumber(field, out long second, out int digits)
            || second > SecondText.MaxUnixSecond
            || field.Length != digits + 10
            || field[digits] != '.'
        )
            return false;
        bool valid = TryReadNumber(field[(digits + 1)..], out long nanoseconds, out digits) && digits == 9;
        long time = (second * UnixTime.NanosecondsPerSecond) + nanoseconds;
        item =
            part == LinePart.Planned
                ? item with
                {
                    PlannedUnixNanoseconds = time,
                }
                : item with
                {
                    ActualUnixNanoseconds = time,
                };
        return valid;
    }

    /// <summary>Parses leading digits; no sign, no space.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long number, out int digits)
    {
        (number, digits) = (0, 0);
        return !text.IsEmpty && char.IsAsciiDigit((char)text[0]) && Utf8Parser.TryParse(text, out number, out digits);
    }
}

/// <summary>Keeps one string per name, however often a log repeats it.</summary>
internal sealed class NameCache
{
    /// <summary>Most names kept, so that a log with ever new names does not exhaust the memory.</summary>
    private const int MaxNames = 1 << 20;

    private readonly HashSet<Identifier>.AlternateLookup<ReadOnlySpan<byte>> _names = new HashSet<Identifier>(
        IdentifierComparer.Instance
    ).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Returns the name as text; <c>false</c> if it is not UTF-8.</summary>
    public bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? name)
    {
        if (_names.TryGetValue(utf8, out Identifier? known))
            name = known.Text;
        else
            name = Utf8.IsValid(utf8) ? Add(utf8) : null;
        return name is not null;
    }

    private string Add(ReadOnlySpan<byte> utf8)
    {
        if (_names.Set.Count >= MaxNames || !Identifier.TryCreate(utf8, out Identifier? added, out _))
            return Encoding.UTF8.GetString(utf8);
        _names.Set.Add(added);
        return added.Text;
    }
}
