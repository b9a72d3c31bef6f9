using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>The complete lines of an uncompressed log that begin between two offsets. Owns the file.</summary>
internal sealed class PieceStream : ForwardStream
{
    private readonly FileStream _file;
    private readonly long _end;
    private long _position;

    /// <exception cref="IOException">The file is not readable.</exception>
    public PieceStream(FileStream file, long from, long to)
    {
        _file = file;
        _end = to == LogPiece.ToTheEnd ? to : FirstLineFrom(to);
        _position = file.Position = FirstLineFrom(from);
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(0, _end - _position))]);
        _position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// The offset of the first line that begins at or after this offset; the file's end if there is none.
    /// </summary>
    private long FirstLineFrom(long offset)
    {
        if (offset == 0)
            return 0;
        Span<byte> block = stackalloc byte[4096];
        _file.Position = offset - 1;
        for (long at = offset - 1; _file.Read(block) is > 0 and int read; at += read)
        {
            int lineFeed = block[..read].IndexOf((byte)'\n');
            if (lineFeed >= 0)
                return at + lineFeed + 1;
        }
        return _file.Length;
    }
}
