using System.Text;
using System.Text.Unicode;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Divides a stream into lines, which end with LF, CR LF, CR CR LF or CR. Each line must be valid UTF-8 without NUL
/// bytes and must not exceed a largest length.
/// </summary>
internal sealed class TextLines(Stream input)
{
    /// <summary>Longest accepted line, in bytes: 256 MiB. WhatsApp limits a message to 65,536 characters.</summary>
    private const int MaxLineBytes = 256 << 20;

    private readonly InputBuffer _buffer = new(input);

    /// <summary>The number of the last line read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>
    /// Reads the next line without its line end; returns <c>false</c> at the end of the input. The line is valid until
    /// the next call.
    /// </summary>
    /// <exception cref="ImportException">The line is not valid UTF-8, contains a NUL byte, or is too long.</exception>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> unread = _buffer.Unread;
            int end = unread[searched..].IndexOfAny((byte)'\n', (byte)'\r');
            int length = end < 0 ? unread.Length : searched + end;
            if (LengthOfEnd(unread[length..]) is > 0 and int endBytes)
            {
                line = Take(length, endBytes);
                return true;
            }
            if (_buffer.IsLast && unread.Length > 0)
            {
                line = Take(length, unread.Length - length);
                return true;
            }
            searched = length;
            if (_buffer.IsLast)
            {
                line = default;
                return false;
            }
            Fill();
        }
    }

    /// <summary>
    /// Length in bytes of a line's end; 0 if the text does not begin with one, or if the bytes after a CR are not read
    /// yet. CR CR LF results from converting line ends to CR LF twice.
    /// </summary>
    private static int LengthOfEnd(ReadOnlySpan<byte> text) =>
        text switch
        {
            [(byte)'\n', ..] => 1,
            [(byte)'\r', (byte)'\n', ..] => 2,
            [(byte)'\r', (byte)'\r', (byte)'\n', ..] => 3,
            [(byte)'\r', (byte)'\r'] => 0,
            [(byte)'\r', _, ..] => 1,
            _ => 0,
        };

    private ReadOnlySpan<byte> Take(int length, int endBytes)
    {
        Number++;
        ReadOnlySpan<byte> line = _buffer.Take(length + endBytes)[..length];
        if (!Utf8.IsValid(line))
            throw new ImportException(Number, Column(line), "is not UTF-8 text; export it again, or convert it");
        int zero = line.IndexOf((byte)0);
        return zero < 0
            ? line
            : throw new ImportException(
                Number,
                zero + 1,
                "contains a NUL byte, which text does not: the file is damaged, or UTF-16 without a byte order mark"
            );
    }

    /// <summary>Column of the first byte that is not valid UTF-8, from 1.</summary>
    private static int Column(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (
            at < line.Length
            && Rune.DecodeFromUtf8(line[at..], out _, out int bytes) == System.Buffers.OperationStatus.Done
        )
            at += bytes;
        return at + 1;
    }

    private void Fill()
    {
        if (!_buffer.Fill(MaxLineBytes))
            throw new ImportException(Number + 1, 1, $"is longer than {MaxLineBytes} bytes");
    }
}
