using MGen.EventLog;
using SharpCompress.Compressors.Xz;

namespace MGen.Archives;

/// <summary>
/// Reads an xz file of one or several streams, with stream padding (zero bytes, a multiple of four) after any of them.
/// </summary>
internal sealed class WholeXzStream(FileStream file, Action<long>? onBytes) : ForwardStream
{
    private const int PaddingUnit = 4;

    private XZStream? _current;
    private long _position;

    /// <exception cref="InvalidDataException">The file is truncated or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_current is not null || file.Position < file.Length)
        {
            _current ??= new XZStream(new UnendingStream(file));
            int read = ReadCurrent(buffer);
            onBytes?.Invoke(file.Position - _position);
            _position = file.Position;
            if (read > 0 || buffer.IsEmpty)
                return read;
            _current = null;
            SkipPadding();
        }
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Reads from the current xz stream; the library throws exceptions of many types for broken input.
    /// </summary>
    private int ReadCurrent(Span<byte> buffer)
    {
        try
        {
            return _current!.Read(buffer);
        }
        catch (Exception error) when (error is not IOException or EndOfStreamException)
        {
            throw new InvalidDataException("is an xz file that is truncated or damaged", error);
        }
    }

    /// <summary>
    /// The decoder's input, which throws at the end of the file. An xz stream states its own end, so a read beyond the
    /// file's end happens only inside a stream; without the exception the library would decode the old contents of its
    /// buffer.
    /// </summary>
    private sealed class UnendingStream(FileStream file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer);
            return read > 0 || buffer.IsEmpty ? read : throw new EndOfStreamException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private void SkipPadding()
    {
        Span<byte> unit = stackalloc byte[PaddingUnit];
        while (file.Position < file.Length)
        {
            long before = file.Position;
            int read = file.ReadAtLeast(unit, PaddingUnit, throwOnEndOfStream: false);
            if (unit[..read].ContainsAnyExcept((byte)0))
            {
                file.Position = before;
                return;
            }
            if (read < PaddingUnit)
                throw new InvalidDataException(
                    "is an xz file that is damaged: its padding is no multiple of four bytes"
                );
        }
    }
}
