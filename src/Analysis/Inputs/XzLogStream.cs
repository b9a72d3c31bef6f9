using SharpCompress.Compressors.Xz;

namespace MGen.Analysis.Inputs;

/// <summary>Reads an <c>.xz</c> file that may hold several streams one after the other, as <c>xz</c> does.</summary>
internal sealed class XzLogStream(FileStream file, Action<long> onBytes) : Stream
{
    private XZStream? _current;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The file is torn or is no such file.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_current is not null || file.Position < file.Length)
        {
            _current ??= new XZStream(file);
            int read = ReadCurrent(buffer, offset, count);
            onBytes(file.Position - _position);
            _position = file.Position;
            if (read > 0)
                return read;
            _current = null;
        }
        return 0;
    }

    /// <summary>The library throws exceptions of many kinds at broken input.</summary>
    private int ReadCurrent(byte[] buffer, int offset, int count)
    {
        try
        {
            return _current!.Read(buffer, offset, count);
        }
        catch (Exception error) when (error is not IOException or EndOfStreamException)
        {
            throw new InvalidDataException($"not a whole xz file: {error.Message}", error);
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
