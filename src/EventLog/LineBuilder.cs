using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
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

    /// <summary>Appends a name: commas and ASCII control characters become <c>_</c>.</summary>
    public void PutName(string? name)
    {
        // Replaces bytes after the encoding: in UTF-8 the bytes of these characters occur in no other character.
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
        // A cut within a surrogate pair is harmless, because the encoder replaces half a pair by a replacement
        // character.
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

/// <summary>
/// The part of a line's time that is constant within a second, cached until the second changes. Not thread-safe.
/// </summary>
internal sealed class SecondText
{
    /// <summary>
    /// The last second that both a date and nanoseconds in a <see cref="long"/> can represent (year 2262).
    /// </summary>
    public const long MaxUnixSecond = (long.MaxValue / 1_000_000_000) - 1;

    private readonly byte[] _text = new byte[48];
    private int _length;
    private long _unixSecond = -1;

    /// <summary>The second that was formatted last; negative if there is none.</summary>
    public long UnixSecond => _unixSecond;

    /// <summary>The text of <see cref="UnixSecond"/>; empty if there is none.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary><c>YYYY-MM-DD HH:MM:SS,&lt;unix seconds&gt;.</c></summary>
    /// <param name="unixSecond">0 to <see cref="MaxUnixSecond"/>.</param>
    public ReadOnlySpan<byte> Format(long unixSecond)
    {
        if (unixSecond != _unixSecond)
            Render(unixSecond);
        return _text.AsSpan(0, _length);
    }

    private void Render(long unixSecond)
    {
        DateTime time = DateTime.UnixEpoch.AddSeconds(unixSecond);
        time.TryFormat(_text, out int date, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        _text[date] = (byte)',';
        Utf8Formatter.TryFormat(unixSecond, _text.AsSpan(date + 1), out int digits);
        _length = date + 1 + digits + 1;
        _text[_length - 1] = (byte)'.';
        _unixSecond = unixSecond;
    }
}

/// <summary>Conversions to the log's time.</summary>
internal static class UnixTime
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds since 1970-01-01 UTC; a multiple of 100.</summary>
    public static long Nanoseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;
}

/// <summary>The words for enumerated values in a line.</summary>
internal static class EnumText
{
    public static ReadOnlySpan<byte> Format(LogState state) => state == LogState.Idle ? "Idle"u8 : "Active"u8;

    public static ReadOnlySpan<byte> Format(FailedStage stage) =>
        stage switch
        {
            FailedStage.Accept => "accept"u8,
            FailedStage.Tls => "tls"u8,
            FailedStage.Handshake => "handshake"u8,
            _ => "receive"u8,
        };

    public static bool TryRead(ReadOnlySpan<byte> word, out LogState state)
    {
        state = word.SequenceEqual("Active"u8) ? LogState.Active : LogState.Idle;
        return state == LogState.Active || word.SequenceEqual("Idle"u8);
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out FailedStage stage)
    {
        for (stage = FailedStage.Accept; stage < FailedStage.Receive; stage++)
        {
            if (word.SequenceEqual(Format(stage)))
                return true;
        }
        return word.SequenceEqual(Format(stage));
    }
}
