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
    /// Cuts logs into pieces, log after log. Uncompressed logs are cut so that several threads can read one; a
    /// compressed log can only be read from its beginning.
    /// </summary>
    /// <param name="logs">The logs.</param>
    /// <param name="bytes">Size of a piece, above 0.</param>
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
