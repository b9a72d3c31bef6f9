using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MGen.Export;

/// <summary>Writes text to a file through a buffer. Not thread-safe.</summary>
internal sealed class OutputText : IDisposable
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The maximum size of one piece of text in bytes: a JSON string of the longest name.</summary>
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

    /// <summary>Adds nanoseconds as seconds with nine decimals.</summary>
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

    /// <summary>
    /// Adds a name as a CSV field. Names have no commas; names with quotes, semicolons, or white space at an end are
    /// quoted.
    /// </summary>
    public OutputText AddField(string name)
    {
        bool isPlain =
            !name.Contains('"', StringComparison.Ordinal)
            && !name.Contains(';', StringComparison.Ordinal)
            && name.Trim().Length == name.Length;
        return AddText(isPlain ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Returns a text as a JSON string, including the quotes.</summary>
    public static byte[] Json(string text) =>
        [
            (byte)'"',
            .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes,
            (byte)'"',
        ];

    /// <summary>Adds a JSON string.</summary>
    public OutputText AddJson(string text) => Add(Json(text));

    public OutputText AddText(string text)
    {
        Reserve();
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        return this;
    }

    /// <summary>
    /// Writes the rest of the buffer, and closes the file. Call it on success; <see cref="Dispose"/> alone discards the
    /// buffer.
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
