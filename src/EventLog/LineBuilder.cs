using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MGen.EventLog;

/// <summary>
/// Concatenates the parts of one line. The destination must hold <see cref="LineFormatter.MaxLineBytes"/>.
/// </summary>
internal ref struct LineBuilder(Span<byte> destination)
{
    /// <summary>
    /// Longest name or text that is written, in characters; the rest is cut off. No accepted name is longer.
    /// </summary>
    public const int MaxTextChars = 1024;

    private static readonly SearchValues<byte> ForbiddenInNames = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (byte)i),
        0x7f,
        (byte)',',
    ]);

    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Appends bytes unchanged.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    /// <summary>Appends a decimal number.</summary>
    public void Put(long number)
    {
        Utf8Formatter.TryFormat(number, _destination[Length..], out int written);
        Length += written;
    }

    /// <summary>Appends nanoseconds as nine digits.</summary>
    public void PutNanoseconds(long nanoseconds)
    {
        Utf8Formatter.TryFormat(nanoseconds, _destination[Length..], out int written, new StandardFormat('D', 9));
        Length += written;
    }

    /// <summary>Appends a field that is not the last one: commas and control characters become <c>_</c>.</summary>
    public void PutName(string? name)
    {
        Span<byte> written = Encode(name);
        for (int at = written.IndexOfAny(ForbiddenInNames); at >= 0; at = written.IndexOfAny(ForbiddenInNames))
            written[at] = (byte)'_';
    }

    /// <summary>Appends a line's last field: commas stay, line breaks and control characters become spaces.</summary>
    public void PutText(string? text)
    {
        if (text is not null && text.AsSpan().ContainsAny(LineText.Forbidden))
            text = LineText.Clean(text);
        Encode(text);
    }

    private Span<byte> Encode(string? text)
    {
        ReadOnlySpan<char> chars = text;
        int written = Encoding.UTF8.GetBytes(chars[..Math.Min(chars.Length, MaxTextChars)], _destination[Length..]);
        Span<byte> bytes = _destination.Slice(Length, written);
        Length += written;
        return bytes;
    }
}

/// <summary>Removes the characters that would break free text out of its line.</summary>
internal static class LineText
{
    /// <summary>Control characters and the Unicode line and paragraph separators.</summary>
    public static SearchValues<char> Forbidden { get; } =
        SearchValues.Create([
            .. Enumerable.Range(0, char.MaxValue).Select(i => (char)i).Where(char.IsControl),
            '\u2028',
            '\u2029',
        ]);

    /// <summary>Replaces forbidden characters by spaces.</summary>
    public static string Clean(string text) =>
        string.Create(
            text.Length,
            text,
            static (clean, dirty) =>
            {
                for (int i = 0; i < clean.Length; i++)
                    clean[i] = Forbidden.Contains(dirty[i]) ? ' ' : dirty[i];
            }
        );
}
