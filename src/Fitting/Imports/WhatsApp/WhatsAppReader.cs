using System.Text;
using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Reads the text of WhatsApp's chat export. A line without a header goes on with the message before it; a header without an author is what the
/// messenger itself tells. The order of the date's numbers is decided over the whole file.
/// </summary>
/// <param name="order">The order, if it is known.</param>
/// <param name="fileBytes">Sizes of the files that came with the text, by name.</param>
internal sealed class WhatsAppReader(DateOrder? order = null, IReadOnlyDictionary<string, long>? fileBytes = null) : IChatReader
{
    /// <summary>How much of a line is looked at: header, author and placeholder.</summary>
    private const int HeadBytes = 2_048;

    private readonly ChatBuilder _chat = new();
    private readonly List<MessageHeader> _headers = [];
    private readonly List<Entry> _entries = [];
    private readonly char[] _head = new char[HeadBytes];
    private bool _lastIsService;

    public IEnumerable<ImportedChat> Read(Stream input, InputTally tally)
    {
        TextLines lines = new(input);
        while (lines.TryNext(out ReadOnlySpan<byte> line))
            Add(line, lines.Number, tally);
        if (_headers.Count == 0)
            throw new ImportException(1, 1, "has no line that begins like a message of WhatsApp's");
        DateOrder chosen = order ?? Choose(tally);
        foreach (Entry entry in _entries)
            Date(entry, chosen, tally);
        _chat.ToTheMinute = !_headers.Exists(header => header.HasSeconds);
        return [_chat.Build()];
    }

    private DateOrder Choose(InputTally tally)
    {
        DateOrder chosen = DateOrders.Choose(_headers, out bool isAmbiguous);
        string name = chosen switch { DateOrder.DayMonthYear => "day, month, year", DateOrder.MonthDayYear => "month, day, year", _ => "year, month, day" };
        tally.Note(isAmbiguous ? $"dates may be of another order; taken as {name} (--date-order says it)" : $"dates are {name}");
        return chosen;
    }

    private void Add(ReadOnlySpan<byte> line, long number, InputTally tally)
    {
        ReadOnlySpan<char> head = Head(line);
        if (HeaderParser.TryParse(head[..Math.Min(head.Length, HeaderParser.MaxChars)], out MessageHeader header, out int length))
            Begin(header, head, length, line.Length, number, tally);
        else
            Continue(line.Length, number, tally);
    }

    private void Begin(in MessageHeader header, ReadOnlySpan<char> head, int headerChars, int lineBytes, long number, InputTally tally)
    {
        _headers.Add(header);
        _lastIsService = true;
        ReadOnlySpan<char> rest = head[headerChars..];
        if (!LineParts.TrySplit(rest, out ReadOnlySpan<char> author, out int textStart))
        {
            tally.Skip(EntrySkip.Service);
            return;
        }
        ReadOnlySpan<char> text = rest[textStart..];
        bool isMedia = MediaText.IsMedia(text, out string? fileName);
        if (!isMedia && header.IsBracketed && MediaText.IsService(text))
        {
            tally.Skip(EntrySkip.Service);
            return;
        }
        _lastIsService = false;
        long media = isMedia ? fileBytes?.GetValueOrDefault(fileName ?? "") ?? ChatMessage.UnknownMediaBytes : ChatMessage.NoMedia;
        int textBytes = isMedia ? 0 : lineBytes - Encoding.UTF8.GetByteCount(head[..(headerChars + textStart)]);
        _entries.Add(new Entry(number, _headers.Count - 1, _chat.Author("whatsapp:" + author.ToString()), (uint)textBytes, media));
    }

    private void Continue(int lineBytes, long number, InputTally tally)
    {
        if (_headers.Count == 0)
        {
            if (lineBytes > 0)
                tally.Reject(EntryRejection.TextBeforeFirst, number);
            return;
        }
        if (_lastIsService || _entries.Count == 0)
            return;
        Entry last = _entries[^1];
        int newLine = last.TextBytes > 0 ? 1 : 0; // a file's caption begins on the line after it
        _entries[^1] = last with { TextBytes = last.TextBytes + (uint)(lineBytes + newLine) };
    }

    private void Date(in Entry entry, DateOrder chosen, InputTally tally)
    {
        if (DateOrders.Time(_headers[entry.Header], chosen) is not { } time)
            tally.Reject(EntryRejection.BadDate, entry.Line);
        else if (!ChatBuilder.IsInRange(time))
            tally.Reject(EntryRejection.DateOutOfRange, entry.Line);
        else
            _chat.Add(new ChatMessage(time, entry.Author, entry.TextBytes, entry.MediaBytes));
    }

    /// <summary>The beginning of a line; a character that does not fit whole is left out.</summary>
    private ReadOnlySpan<char> Head(ReadOnlySpan<byte> line)
    {
        int bytes = Math.Min(line.Length, HeadBytes);
        while (bytes < line.Length && bytes > 0 && (line[bytes] & 0xC0) == 0x80)
            bytes--;
        return _head.AsSpan(0, Encoding.UTF8.GetChars(line[..bytes], _head));
    }

    private readonly record struct Entry(long Line, int Header, int Author, uint TextBytes, long MediaBytes);
}
