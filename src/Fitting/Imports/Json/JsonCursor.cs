using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace MGen.Fitting.Imports.Json;

/// <summary>
/// Reads a JSON document of any length: containers token by token, entries as small documents. Memory contains one
/// entry at a time.
/// </summary>
internal sealed class JsonCursor(Stream input) : IDisposable
{
    /// <summary>Deepest accepted nesting; the deepest known export has about ten levels.</summary>
    private const int MaxDepth = 64;

    /// <summary>
    /// Longest accepted entry or string, in bytes: 256 MiB. Messengers limit a message to about 65,000 characters.
    /// </summary>
    private const int MaxEntryBytes = 256 << 20;

    private readonly InputBuffer _buffer = new(input);
    private long _consumedLines;
    private int _consumedColumns;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth, AllowMultipleValues = true });
    private JsonDocument? _entry;

    /// <summary>The type of the last token.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>The name, if the last token is a property name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>
    /// The line of the next token, from 1. If the buffer does not contain the token yet, the line where the buffer
    /// ends.
    /// </summary>
    public long Line
    {
        get
        {
            ReadOnlySpan<byte> unread = _buffer.Unread;
            return _consumedLines + 1 + unread[..^unread.TrimStart(" \t\r\n,:"u8).Length].Count((byte)'\n');
        }
    }

    /// <summary>The column after the last token, in bytes, from 1.</summary>
    public int Column => _consumedColumns + 1;

    public void Dispose() => _entry?.Dispose();

    /// <summary>Reads the next token; returns <c>false</c> at the end.</summary>
    /// <exception cref="ImportException">The input is not valid JSON.</exception>
    public bool Read()
    {
        while (true)
        {
            Utf8JsonReader reader = new(_buffer.Unread, _buffer.IsLast, _state);
            if (TryRead(ref reader))
            {
                Token = reader.TokenType;
                Name = Token == JsonTokenType.PropertyName ? NameOf(ref reader) : "";
                Consume((int)reader.BytesConsumed, reader.CurrentState);
                return true;
            }
            if (_buffer.IsLast)
                return false;
            Fill();
        }
    }

    /// <summary>
    /// Reads the value of a property, or the next item of an array, as a small document, which is valid until the next
    /// call; returns <c>false</c> at the end of the array.
    /// </summary>
    /// <exception cref="ImportException">The input is not valid JSON.</exception>
    public bool TryReadEntry(out JsonElement entry)
    {
        _entry?.Dispose();
        _entry = null;
        while (true)
        {
            Utf8JsonReader reader = new(_buffer.Unread, _buffer.IsLast, _state);
            if (TryParse(ref reader, out _entry, out bool isEnd))
            {
                Token = reader.TokenType;
                Consume((int)reader.BytesConsumed, reader.CurrentState);
                entry = _entry?.RootElement ?? default;
                return !isEnd;
            }
            if (_buffer.IsLast)
                throw Broken("ends unexpectedly; it may be truncated");
            Fill();
        }
    }

    /// <summary>
    /// The type of the next token, which is not consumed; <see cref="JsonTokenType.None"/> at the end.
    /// </summary>
    public JsonTokenType Peek() => PeekToken(0).Token;

    /// <summary>
    /// Whether the next value is an object whose first property has one of these names; nothing is consumed.
    /// </summary>
    public bool StartsWithProperty(params ReadOnlySpan<string> names) =>
        Peek() == JsonTokenType.StartObject
        && PeekToken(1) is { Token: JsonTokenType.PropertyName, Name: var name }
        && names.Contains(name);

    /// <summary>Skips the value of a property; the value may have any size.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            if (!Read())
                throw Broken("ends unexpectedly; it may be truncated");
            depth += Token switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                _ => 0,
            };
        } while (depth > 0);
    }

    /// <summary>Requires that nothing follows the document.</summary>
    /// <exception cref="ImportException">Other text follows it.</exception>
    public void RequireEnd()
    {
        if (Peek() != JsonTokenType.None)
            throw Broken("has text after the end of its JSON document; are these two exports in one file?");
    }

    /// <summary>Creates an error at the current position.</summary>
    public ImportException Broken(string message) => new(Line, Column, message);

    private (JsonTokenType Token, string Name) PeekToken(int ahead)
    {
        while (true)
        {
            Utf8JsonReader reader = new(_buffer.Unread, _buffer.IsLast, _state);
            bool there = TryRead(ref reader);
            for (int i = 0; i < ahead && there; i++)
                there = TryRead(ref reader);
            if (there)
                return (reader.TokenType, reader.TokenType == JsonTokenType.PropertyName ? NameOf(ref reader) : "");
            if (_buffer.IsLast)
                return (JsonTokenType.None, "");
            Fill();
        }
    }

    private bool TryRead(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException error)
        {
            throw At(error);
        }
    }

    private bool TryParse(ref Utf8JsonReader reader, out JsonDocument? entry, out bool isEnd)
    {
        (entry, isEnd) = (null, false);
        try
        {
            if (!reader.Read())
                return false;
            isEnd = reader.TokenType == JsonTokenType.EndArray;
            if (isEnd)
                return true;
            int start = (int)reader.TokenStartIndex;
            if (!JsonDocument.TryParseValue(ref reader, out entry))
                return false;
            RequireText(_buffer.Unread[start..(int)reader.BytesConsumed]);
            return true;
        }
        catch (JsonException error)
        {
            throw At(error);
        }
    }

    /// <summary>
    /// Requires that an entry is UTF-8. The parser does not check texts, and texts are measured without decoding.
    /// </summary>
    private void RequireText(ReadOnlySpan<byte> entry)
    {
        if (!Utf8.IsValid(entry))
            throw Broken("has an entry that is not UTF-8 text; export it again, or convert it");
    }

    /// <summary>
    /// Creates an error from an error of the JSON library. The library's message may quote the input, so it is not
    /// used.
    /// </summary>
    private ImportException At(JsonException error)
    {
        long line = (error.LineNumber ?? 0) + 1;
        int column = (int)Math.Min((error.BytePositionInLine ?? 0) + 1, int.MaxValue);
        bool isDeep =
            error.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
            && error.Message.Contains("maximum", StringComparison.OrdinalIgnoreCase);
        string message =
            isDeep ? $"is nested deeper than {MaxDepth} levels"
            : _buffer.IsLast && IsAtEnd(line) ? "ends unexpectedly; it may be truncated"
            : "is not valid JSON here";
        return new ImportException(line, column, message);
    }

    private bool IsAtEnd(long line) => line >= Line + _buffer.Unread.TrimEnd("\r\n \t"u8).Count((byte)'\n');

    private string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Broken("has a name that is not UTF-8");
        }
    }

    private void Consume(int bytes, JsonReaderState state)
    {
        ReadOnlySpan<byte> consumed = _buffer.Take(bytes);
        int lines = consumed.Count((byte)'\n');
        _consumedLines += lines;
        _consumedColumns = lines > 0 ? bytes - consumed.LastIndexOf((byte)'\n') - 1 : _consumedColumns + bytes;
        _state = state;
    }

    private void Fill()
    {
        if (!_buffer.Fill(MaxEntryBytes))
            throw Broken($"has an entry of more than {MaxEntryBytes} bytes");
    }
}

/// <summary>Measures texts without decoding them: the content of messages is never read.</summary>
internal static class JsonText
{
    /// <summary>Length of a string in bytes of UTF-8 after unescaping; 0 if the value is not a string.</summary>
    public static long Utf8Bytes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return 0;
        ReadOnlySpan<byte> rest = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        long bytes = 0;
        for (int escape = rest.IndexOf((byte)'\\'); escape >= 0; escape = rest.IndexOf((byte)'\\'))
        {
            bytes += escape + EscapeBytes(rest[escape..], out int taken);
            rest = rest[(escape + taken)..];
        }
        return bytes + rest.Length;
    }

    /// <summary>
    /// Length of one escape in bytes of UTF-8: 1 to 3 for a character, 2 for each half of a surrogate pair.
    /// </summary>
    private static int EscapeBytes(ReadOnlySpan<byte> text, out int taken)
    {
        bool isUnicode = text[1] == (byte)'u';
        taken = isUnicode ? 6 : 2;
        if (!isUnicode || !Utf8Parser.TryParse(text[2..6], out ushort unit, out _, 'x'))
            return 1;
        return unit switch
        {
            < 0x80 => 1,
            < 0x800 => 2,
            >= 0xD800 and <= 0xDFFF => 2,
            _ => 3,
        };
    }
}
