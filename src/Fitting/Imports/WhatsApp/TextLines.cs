using System.Text;
using System.Text.Unicode;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>Divides UTF-8 into lines up to a largest length, and checks that it is valid.</summary>
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
    /// <exception cref="ImportException">The line is not valid UTF-8, or too long.</exception>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.Unread[searched..].IndexOf((byte)'\n');
            bool found = length >= 0;
            if (found || (_buffer.IsLast && _buffer.Unread.Length > 0))
            {
                line = Take(found ? searched + length : _buffer.Unread.Length, found ? 1 : 0);
                return true;
            }
            searched = _buffer.Unread.Length;
            if (_buffer.IsLast)
            {
                line = default;
                return false;
            }
            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length, int endBytes)
    {
        Number++;
        ReadOnlySpan<byte> line = _buffer.Take(length + endBytes)[..length];
        if (!Utf8.IsValid(line))
            throw new ImportException(Number, Column(line), "is not UTF-8 text; export it again, or convert it");
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>Column of the first byte that is not valid UTF-8, from 1.</summary>
    private static int Column(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (at < line.Length && Rune.DecodeFromUtf8(line[at..], out _, out int bytes) == System.Buffers.OperationStatus.Done)
            at += bytes;
        return at + 1;
    }

    private void Fill()
    {
        if (!_buffer.Fill(MaxLineBytes))
            throw new ImportException(Number + 1, 1, $"is longer than {MaxLineBytes} bytes");
    }
}
