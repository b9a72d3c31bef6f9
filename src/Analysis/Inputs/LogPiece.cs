using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>The part of a log that one thread reads: the lines that begin in it.</summary>
/// <param name="Log">The log.</param>
/// <param name="Place">The log's index among those of the run.</param>
/// <param name="Number">The piece's index in the log, from 0.</param>
/// <param name="From">Offset of its first byte.</param>
/// <param name="To">
/// Offset after its last byte; <see cref="ToTheEnd"/> for the log's last piece, since a log may still grow.
/// </param>
internal sealed record LogPiece(LogFile Log, int Place, int Number, long From, long To)
{
    /// <summary>The <see cref="To"/> of a last piece.</summary>
    public const long ToTheEnd = long.MaxValue;

    /// <summary>Whether this is the log's last piece.</summary>
    public bool IsLast => To == ToTheEnd;

    /// <summary>
    /// Cuts logs into pieces, log after log. Only uncompressed logs are cut, so that several threads can read one log.
    /// A compressed log can only be read from its beginning and is one piece.
    /// </summary>
    /// <param name="logs">The logs.</param>
    /// <param name="bytes">Size of a piece in bytes, above 0.</param>
    public static LogPiece[] Cut(IReadOnlyList<LogFile> logs, long bytes) =>
        [.. logs.Index().SelectMany(log => Cut(log.Item, log.Index, bytes))];

    private static IEnumerable<LogPiece> Cut(LogFile log, int place, long bytes)
    {
        int count = log.Bytes > bytes && LogOpener.IsPlain(log) ? (int)((log.Bytes + bytes - 1) / bytes) : 1;
        return Enumerable
            .Range(0, count)
            .Select(i => new LogPiece(log, place, i, i * bytes, i == count - 1 ? ToTheEnd : (i + 1) * bytes));
    }
}

/// <summary>A log to read.</summary>
/// <param name="Path">Its path as named or found.</param>
/// <param name="FullPath">Its full path.</param>
/// <param name="Source">The programs whose lines it has, judged by its name.</param>
/// <param name="Bytes">Its size on disk, in bytes.</param>
/// <param name="IsOriginalInput">Whether the original's tool would read it.</param>
/// <param name="Problem">Why it is not readable although it may be a log; <c>null</c> if no problem is known.</param>
internal sealed record LogFile(
    string Path,
    string FullPath,
    LogSource Source,
    long Bytes,
    bool IsOriginalInput,
    string? Problem = null
);

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
