using System.Buffers.Binary;
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

    /// <summary>Whether all lines are parsed by patterns. A test compares the results with the fast parser's.</summary>
    internal bool UsesPatternsOnly { get; init; }

    /// <summary>Parses a line without its line feed.</summary>
    /// <param name="line">Any bytes.</param>
    /// <param name="item">The event.</param>
    /// <param name="why">Why the line is rejected; <see cref="RejectReason.None"/> if it is parsed.</param>
    public bool TryParse(ReadOnlySpan<byte> line, out LogEvent item, out RejectReason why)
    {
        item = default;
        why = line.IsEmpty ? RejectReason.Empty : RejectReason.BadTime;
        if (!TryReadTime(line, out long time, out int length))
            return false;
        why = RejectReason.None;
        if (!UsesPatternsOnly && TryReadFrequent(line, length, time, ref item))
            return true;
        line = line[length..];
        why = RejectReason.UnknownKind;
        if (
            // A wrong guess costs only time, because all patterns are then tried in the order of the schema.
            TryReadAs(PatternIndex.Guess(line, source), line, time, ref item, ref why)
            || TryReadAs(EventSchema.Patterns, line, time, ref item, ref why)
        )
            return true;
        item = default;
        return false;
    }

    /// <summary>
    /// Parses the lines that are nearly all of a conversation's log (<see cref="EventKind.Send"/>,
    /// <see cref="EventKind.Receive"/>, <see cref="EventKind.ReceiveReceipt"/>, <see cref="EventKind.Idle"/>) without
    /// their patterns, in a quarter of the time. Returns <c>false</c> for all other lines and for unusual ones, such as
    /// numbers of ten digits: these are parsed by patterns.
    /// </summary>
    private bool TryReadFrequent(ReadOnlySpan<byte> line, int start, long time, ref LogEvent item)
    {
        FieldCutter fields = new(line, start);
        ReadOnlySpan<byte> user = fields.Next();
        ReadOnlySpan<byte> group = fields.Next();
        ReadOnlySpan<byte> word = fields.Next();
        bool isReceive = word.SequenceEqual("receive"u8);
        bool isIdle = !isReceive && word.SequenceEqual("Idle"u8);
        if (
            !(isReceive || isIdle || word.SequenceEqual("send"u8))
            || !PatternIndex.MayBeOfClient(line[start..], source)
            || !_names.TryGet(user, out string? userName)
            || !_names.TryGet(group, out string? groupName)
        )
            return false;
        Moment moment = new(time, userName, groupName);
        if (isIdle)
            return TryReadIdle(fields, moment, ref item);
        if (!EnumText.TryRead(fields.Next(), out LogState from) || !EnumText.TryRead(fields.Next(), out LogState to))
            return false;
        moment = moment with { From = from, To = to };
        return isReceive ? TryReadReceive(ref fields, moment, ref item) : TryReadSend(ref fields, moment, ref item);
    }

    private static bool TryReadIdle(in FieldCutter fields, in Moment moment, ref LogEvent item)
    {
        if (!fields.IsAtEnd)
            return false;
        item = new LogEvent
        {
            UnixNanoseconds = moment.Time,
            Kind = EventKind.Idle,
            User = moment.User,
            Group = moment.Group,
        };
        return true;
    }

    private static bool TryReadSend(ref FieldCutter fields, in Moment moment, ref LogEvent item)
    {
        if (
            !FieldCutter.TryReadNumber(fields.Next(), out uint blocks)
            || !FieldCutter.TryReadNumber(fields.Next(), out uint id)
            || !fields.IsAtEnd
        )
            return false;
        item = new LogEvent
        {
            UnixNanoseconds = moment.Time,
            Kind = EventKind.Send,
            User = moment.User,
            Group = moment.Group,
            From = moment.From,
            To = moment.To,
            Amount = blocks,
            Id = id,
        };
        return true;
    }

    private bool TryReadReceive(ref FieldCutter fields, in Moment moment, ref LogEvent item)
    {
        if (!_names.TryGet(fields.Next(), out string? other))
            return false;
        ReadOnlySpan<byte> amount = fields.Next();
        bool isReceipt = amount.SequenceEqual("receipt"u8);
        uint bytes = 0;
        if (
            !(isReceipt || FieldCutter.TryReadNumber(amount, out bytes))
            || !FieldCutter.TryReadNumber(fields.Next(), out uint id)
            || !fields.IsAtEnd
        )
            return false;
        item = new LogEvent
        {
            UnixNanoseconds = moment.Time,
            Kind = isReceipt ? EventKind.ReceiveReceipt : EventKind.Receive,
            User = moment.User,
            Group = moment.Group,
            Other = other,
            From = moment.From,
            To = moment.To,
            Amount = bytes,
            Id = id,
        };
        return true;
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
            // Several patterns may match, for example if a text contains commas. The first pattern whose fields are
            // valid counts.
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
        if (!TryReadSecond(line, out long second, out int secondBytes))
            return false;
        const int NanosecondDigits = 9;
        length = secondBytes + NanosecondDigits + 1;
        if (line.Length < length || line[length - 1] != ',')
            return false;
        bool valid = FieldCutter.TryReadNumber(line.Slice(secondBytes, NanosecondDigits), out uint nanoseconds);
        unixNanoseconds = (second * UnixTime.NanosecondsPerSecond) + nanoseconds;
        return valid;
    }

    /// <summary>Parses <c>YYYY-MM-DD HH:MM:SS,seconds.</c>; most lines have the second of the previous line.</summary>
    private bool TryReadSecond(ReadOnlySpan<byte> line, out long second, out int length)
    {
        (second, length) = (_second.UnixSecond, _second.Text.Length);
        if (length > 0 && line.StartsWith(_second.Text))
            return true;
        if (
            line.Length <= DateBytes
            || !TryReadNumber(line[DateBytes..], out second, out _)
            || second > SecondText.MaxUnixSecond
        )
            return false;
        ReadOnlySpan<byte> expected = _second.Format(second);
        // The seconds must agree with the date. This rejects a line into which another process has written.
        length = expected.Length;
        return line.StartsWith(expected);
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

    /// <summary>The first fields of a conversation's line. The states are set only for a message or receipt.</summary>
    private readonly record struct Moment(long Time, string User, string Group)
    {
        public LogState From { get; init; }

        public LogState To { get; init; }
    }
}

/// <summary>Keeps one string per name, however often a log repeats it. Not thread-safe.</summary>
internal sealed class NameCache
{
    /// <summary>Most names kept, so that a log with ever new names does not exhaust the memory.</summary>
    private const int MaxNames = 1 << 20;

    /// <summary>The largest <see cref="_recentBits"/>: 128 KiB.</summary>
    private const int MaxRecentBits = 14;

    private readonly HashSet<Identifier>.AlternateLookup<ReadOnlySpan<byte>> _names = new HashSet<Identifier>(
        IdentifierComparer.Instance
    ).GetAlternateLookup<ReadOnlySpan<byte>>();

    // The names found last, by a hash of their ends. The table starts small and grows with the number of names, because
    // many logs with few names each may be open.
    private Identifier?[] _recent = new Identifier?[64];
    private int _recentBits = 6;

    /// <summary>Returns the name as text; <c>false</c> if it is not UTF-8.</summary>
    public bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? name)
    {
        ref Identifier? recent = ref _recent[RecentIndex(utf8)];
        if (recent is not null && utf8.SequenceEqual(recent.Utf8))
        {
            name = recent.Text;
            return true;
        }
        if (_names.TryGetValue(utf8, out Identifier? known))
            recent = known;
        name = known?.Text ?? (Utf8.IsValid(utf8) ? Add(utf8) : null);
        return name is not null;
    }

    private string Add(ReadOnlySpan<byte> utf8)
    {
        if (_names.Set.Count >= MaxNames || !Identifier.TryCreate(utf8, out Identifier? added, out _))
            return Encoding.UTF8.GetString(utf8);
        _names.Set.Add(added);
        if (_names.Set.Count > _recent.Length / 4 && _recentBits < MaxRecentBits)
        {
            _recentBits += 2;
            _recent = new Identifier?[1 << _recentBits];
        }
        return added.Text;
    }

    /// <summary>Returns an index from the last bytes of a name, in which names mostly differ.</summary>
    private uint RecentIndex(ReadOnlySpan<byte> utf8)
    {
        ulong key = utf8.Length switch
        {
            >= sizeof(ulong) => BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]),
            >= sizeof(uint) => ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8) << 32)
                | BinaryPrimitives.ReadUInt32LittleEndian(utf8[^sizeof(uint)..]),
            > 0 => ((ulong)utf8[0] << 32) | utf8[^1],
            _ => 0,
        };
        // The upper bits of the product depend on all bits of the key.
        return (uint)((key * 0x9E3779B97F4A7C15) >> (64 - _recentBits));
    }
}
