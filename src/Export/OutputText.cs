using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MGen.Export;

/// <summary>Writes text to a file through one buffer. Not for several threads.</summary>
internal sealed class OutputText : IDisposable
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Longest piece that is written at once: a JSON string of the longest name.</summary>
    private const int LongestPiece = 1 << 13;

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _length;

    /// <summary>Creates the file, or empties it.</summary>
    public OutputText(string path) =>
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public OutputText Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestPiece)
            throw new ArgumentException("a piece of text is too long", nameof(text));
        Reserve();
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
        return this;
    }

    public OutputText Add(long number)
    {
        Reserve();
        _ = Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out int written);
        _length += written;
        return this;
    }

    /// <summary>Nanoseconds as seconds with nine decimals.</summary>
    public OutputText AddSeconds(long nanoseconds)
    {
        const ulong PerSecond = 1_000_000_000;
        if (nanoseconds < 0)
            Add("-"u8);
        (ulong seconds, ulong rest) = Math.DivRem((ulong)Math.Abs(nanoseconds), PerSecond);
        Add((long)seconds).Add("."u8);
        _ = Utf8Formatter.TryFormat(
            rest,
            _buffer.AsSpan(_length),
            out int written,
            new System.Buffers.StandardFormat('D', 9)
        );
        _length += written;
        return this;
    }

    /// <summary>A name in a CSV field. Names have no commas; a quote or a blank at an end is quoted.</summary>
    public OutputText AddField(string name)
    {
        bool isPlain =
            !name.Contains('"', StringComparison.Ordinal)
            && !name.Contains(';', StringComparison.Ordinal)
            && name.Trim().Length == name.Length;
        return AddText(isPlain ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>A text as a JSON string, quotes included.</summary>
    public static byte[] Json(string text) =>
        [
            (byte)'"',
            .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes,
            (byte)'"',
        ];

    /// <summary>A JSON string.</summary>
    public OutputText AddJson(string text) => Add(Json(text));

    public OutputText AddText(string text)
    {
        Reserve();
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        return this;
    }

    /// <summary>
    /// Writes the rest and closes the file. To be called on success; <see cref="Dispose"/> alone leaves the rest out.
    /// </summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Complete()
    {
        Flush();
        _file.Dispose();
    }

    public void Dispose() => _file.Dispose();

    private void Reserve()
    {
        if (_buffer.Length - _length < LongestPiece)
            Flush();
    }

    private void Flush()
    {
        _file.Write(_buffer, 0, _length);
        _length = 0;
    }
}
