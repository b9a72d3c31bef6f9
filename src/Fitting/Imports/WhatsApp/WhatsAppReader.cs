using System.Text;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Reads the text of WhatsApp's chat export. A line without a header continues the previous message; a header without
/// an author is a notice of the messenger. What a single line does not show (the order of the date's numbers, whether
/// names end without a space, which names are members) is decided over the whole file: the order of dates by
/// <see cref="DateOrders"/>, names with a colon by <see cref="LongName"/>, the remainder by <see cref="EntryJudge"/>.
/// </summary>
/// <param name="order">The order of the numbers in dates, if known.</param>
/// <param name="files">The files of the export; <c>null</c> if there are none.</param>
internal sealed class WhatsAppReader(DateOrder? order = null, ExportFiles? files = null) : IChatReader
{
    /// <summary>Number of bytes at the start of a line that are decoded, for header, author and placeholder.</summary>
    private const int HeadBytes = 2_048;

    /// <summary>Number of bytes at the end of a line that are decoded.</summary>
    private const int TailBytes = 512;

    /// <summary><see cref="AppText.Mark"/> in UTF-8.</summary>
    private static ReadOnlySpan<byte> MarkBytes => "\u200e"u8;

    private readonly List<MessageHeader> _headers = [];
    private readonly List<ChatEntry> _entries = [];
    private readonly NameTable _names = new();
    private readonly List<ChatNotice> _notices = [];
    private readonly char[] _head = new char[HeadBytes];
    private readonly char[] _tail = new char[TailBytes];
    private bool _isPassingOver;

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        TextLines lines = new(input);
        while (lines.TryNext(out ReadOnlySpan<byte> line))
            Add(line, lines.Number, tally);
        if (_headers.Count == 0)
            throw new ImportException(1, 1, "has no line that begins like a WhatsApp message");
        DateOrder chosen = order ?? Choose(tally);
        LongName.Resolve(_entries, _names);
        return [new EntryJudge(_entries, _headers, _names, _notices, chosen, tally).Judge()];
    }

    private DateOrder Choose(InputTally tally)
    {
        DateOrder chosen = DateOrders.Choose(_headers, out bool isAmbiguous);
        string name = chosen switch
        {
            DateOrder.DayMonthYear => "day, month, year",
            DateOrder.MonthDayYear => "month, day, year",
            _ => "year, month, day",
        };
        tally.Note(
            isAmbiguous
                ? $"the order of dates is ambiguous; {name} is assumed (--date-order sets it)"
                : $"dates are {name}"
        );
        return chosen;
    }

    private void Add(ReadOnlySpan<byte> line, long number, InputTally tally)
    {
        ReadOnlySpan<char> head = Decode(line[..Math.Min(line.Length, HeadBytes)], line.Length > HeadBytes, _head);
        int blanks = head.Length - head.TrimStart().Length;
        ReadOnlySpan<char> beginning = head[blanks..Math.Min(head.Length, blanks + HeaderParser.MaxChars)];
        if (HeaderParser.TryParse(beginning, out MessageHeader header, out int length))
            Begin(header, head, blanks + length, line, number, tally, blanks > 0);
        else if (_headers.Count > 0 && HeaderParser.LooksLikeHeader(beginning, _headers[0]))
            PassOver(EntryRejection.UnknownHeader, number, tally);
        else
            Continue(line, head, number, tally);
    }

    private void PassOver(EntryRejection reason, long number, InputTally tally)
    {
        tally.Reject(reason, number);
        _isPassingOver = true;
    }

    private void Begin(
        in MessageHeader header,
        ReadOnlySpan<char> head,
        int headerChars,
        ReadOnlySpan<byte> line,
        long number,
        InputTally tally,
        bool isIndented
    )
    {
        _headers.Add(header);
        _isPassingOver = true;
        ReadOnlySpan<char> rest = head[headerChars..];
        AuthorSplit split = AuthorSplit.Find(rest);
        if (split is { Colon: < 0, TightColon: < 0 })
        {
            if (AppText.Plain(rest).StartsWith(':'))
                tally.Reject(EntryRejection.NoAuthor, number);
            else
            {
                _notices.Add(new ChatNotice(_headers.Count - 1, rest.ToString()));
                tally.Skip(
                    rest.Contains(": ", StringComparison.Ordinal) ? EntrySkip.ServiceWithColon : EntrySkip.Service,
                    number
                );
            }
            return;
        }
        if (split.IsQuoted)
        {
            tally.Skip(EntrySkip.ServiceWithColon, number);
            return;
        }
        _isPassingOver = false;
        int colon = split.Colon >= 0 ? split.Colon : split.TightColon;
        int textStart = AuthorSplit.TextStart(rest, colon);
        int textBytes = line.Length - Encoding.UTF8.GetByteCount(head[..(headerChars + textStart)]);
        int tightExtra =
            split.TightColon >= 0 && split.TightColon != colon
                ? Encoding.UTF8.GetByteCount(rest[(split.TightColon + 1)..textStart])
                : 0;
        EntryAssumption? guess = IsOfFirstForm(header) && !isIndented ? null : EntryAssumption.OtherHeaderForm;
        ChatEntry entry = Entry(rest[textStart..], line, textBytes, header.IsBracketed) with
        {
            Line = number,
            Header = _headers.Count - 1,
            Author = split.Colon >= 0 ? _names.Number(AuthorSplit.Author(rest, split.Colon)) : -1,
            TightAuthor = split.TightColon >= 0 ? _names.Number(AuthorSplit.Author(rest, split.TightColon)) : -1,
            TightExtraBytes = (uint)tightExtra,
        };
        entry = entry with { Guess = entry.Guess ?? guess };
        _entries.Add(split.Colon >= 0 ? WithLongName(entry, rest, split.Colon, line, textBytes) : entry);
    }

    /// <summary>Adds the alternative reading of the line, in which the name ends at the second colon.</summary>
    private ChatEntry WithLongName(
        in ChatEntry entry,
        ReadOnlySpan<char> rest,
        int colon,
        ReadOnlySpan<byte> line,
        int textBytes
    )
    {
        int second = AuthorSplit.SecondColon(rest, colon);
        if (second < 0)
            return entry;
        ReadOnlySpan<char> text = rest[AuthorSplit.TextStart(rest, second)..];
        int bytes = textBytes - Encoding.UTF8.GetByteCount(rest[AuthorSplit.TextStart(rest, colon)..^text.Length]);
        ChatEntry other = Entry(text, line, bytes, _headers[entry.Header].IsBracketed);
        other = other with { Line = entry.Line, Header = entry.Header, Guess = other.Guess ?? entry.Guess };
        return entry with { Long = new LongName(AuthorSplit.Author(rest, second), other, entry.TextBytes) };
    }

    /// <summary>Interprets the text after an author.</summary>
    private ChatEntry Entry(ReadOnlySpan<char> text, ReadOnlySpan<byte> line, int textBytes, bool isBracketed)
    {
        LineText parsed = Parse(text, line, ref textBytes, isBracketed);
        return new ChatEntry(
            0,
            0,
            -1,
            -1,
            parsed.Kind,
            (uint)textBytes,
            0,
            MediaBytes(parsed),
            parsed.IsPoll,
            parsed.Kind == TextKind.Unknown ? AppText.Plain(text) : null,
            parsed.Guess,
            LineText.MayBeLabel(text) ? (byte)textBytes : (byte)0
        );
    }

    private LineText Parse(ReadOnlySpan<char> text, ReadOnlySpan<byte> line, ref int textBytes, bool isBracketed)
    {
        LineText parsed = LineText.Parse(text, isBracketed, files);
        if (parsed is { Kind: TextKind.Message, TextBytes: < 0 } && Tail(line[^textBytes..]) is { } tail)
        {
            textBytes -= tail.Bytes;
            return tail.Found;
        }
        textBytes = parsed.TextBytes < 0 ? textBytes : parsed.TextBytes;
        return parsed;
    }

    private void Continue(ReadOnlySpan<byte> line, ReadOnlySpan<char> head, long number, InputTally tally)
    {
        if (_headers.Count == 0)
        {
            if (!line.IsEmpty)
                tally.Reject(EntryRejection.TextBeforeFirst, number);
            return;
        }
        if (_isPassingOver || _entries.Count == 0)
            return;
        ChatEntry last = _entries[^1];
        int bytes = line.Length;
        if (last.LabelBytes > 0 && !last.IsPoll && LineText.IsOption(head))
            last = last with { IsPoll = true, TextBytes = last.TextBytes - last.LabelBytes - 1 };
        if (last.IsPoll && (AppText.IsMarked(head) || LineText.IsOption(head)))
        {
            bytes = LineText.OptionBytes(head);
        }
        else if (Tail(line) is { } tail)
        {
            bytes -= tail.Bytes;
            if (tail.Found.Kind == TextKind.Media)
                last = last with { Kind = TextKind.Media, MediaBytes = MediaBytes(tail.Found) };
            last = last with { Guess = last.Guess ?? tail.Found.Guess };
        }
        int newLine = last.TextBytes > 0 ? 1 : 0; // A file has no text before its caption, so no line end counts.
        _entries[^1] = last with { TextBytes = last.TextBytes + (uint)(bytes + newLine) };
    }

    private (LineText Found, int Bytes)? Tail(ReadOnlySpan<byte> line)
    {
        if (!line.EndsWith(">"u8) && line[^Math.Min(line.Length, TailBytes)..].LastIndexOf(MarkBytes) < 0)
            return null;
        int from = Math.Max(0, line.Length - TailBytes);
        while (from > 0 && from < line.Length && (line[from] & 0xC0) == 0x80)
            from++;
        return LineText.ParseTail(Decode(line[from..], isCut: false, _tail), files);
    }

    private long MediaBytes(in LineText text)
    {
        if (text.Kind != TextKind.Media)
            return ChatMessage.NoMedia;
        return text.FileName is { } name && files is not null ? files.BytesOf(name) : ChatMessage.UnknownMediaBytes;
    }

    private bool IsOfFirstForm(in MessageHeader header)
    {
        MessageHeader first = _headers[0];
        return header.IsBracketed == first.IsBracketed
            && header.HasSeconds == first.HasSeconds
            && header.HasHalfDay == first.HasHalfDay;
    }

    /// <summary>Decodes bytes; an incomplete last character of a cut line is dropped.</summary>
    private static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes, bool isCut, char[] into)
    {
        int length = bytes.Length;
        if (isCut)
        {
            while (length > 0 && (bytes[length - 1] & 0xC0) == 0x80)
                length--;
            length = Math.Max(0, length - 1);
        }
        return into.AsSpan(0, Encoding.UTF8.GetChars(bytes[..length], into));
    }
}

/// <summary>
/// The sizes of the files in an export, by name. Marks and the Unicode composition of accents do not matter.
/// </summary>
internal sealed class ExportFiles
{
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <param name="sizes">Size of each file in bytes.</param>
    public ExportFiles(IEnumerable<KeyValuePair<string, long>> sizes)
    {
        foreach ((string name, long bytes) in sizes)
            _bytes[Key(name)] = bytes;
    }

    /// <summary>Whether the export contains a file of this name.</summary>
    public bool Contains(string name) => _bytes.ContainsKey(Key(name));

    /// <summary>Size of a file in bytes; 0 if the export does not contain it.</summary>
    public long BytesOf(string name) => _bytes.GetValueOrDefault(Key(name));

    private static string Key(string name) => Composition.Compose(AppText.Plain(name));
}
