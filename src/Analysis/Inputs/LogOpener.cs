using MGen.Archives;

namespace MGen.Analysis.Inputs;

/// <summary>
/// Opens logs, compressed or not; detects the compression from their first bytes, not from their name.
/// </summary>
internal static class LogOpener
{
    /// <summary>Opens a log, decompressed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="onBytes">Called with the number of bytes read, as stored on disk.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not compressed as its name says.</exception>
    public static Stream Open(LogFile log, Action<long> onBytes)
    {
        if (log.Problem is { } problem)
            throw new InvalidDataException(problem);
        return CompressedFile.Open(OpenFile(log), onBytes);
    }

    /// <summary>
    /// Opens the lines of a piece; parameters and exceptions as in <see cref="Open(LogFile, Action{long})"/>.
    /// </summary>
    public static Stream Open(LogPiece piece, Action<long> onBytes) =>
        piece is { Number: 0, IsLast: true }
            ? Open(piece.Log, onBytes)
            : new CountingStream(new PieceStream(OpenFile(piece.Log), piece.From, piece.To), onBytes);

    /// <summary>
    /// Whether the log is uncompressed; <c>false</c> also if that cannot be determined, since opening it will report
    /// the error.
    /// </summary>
    public static bool IsPlain(LogFile log)
    {
        try
        {
            using FileStream file = OpenFile(log);
            return CompressedFile.Detect(file) == Compression.None;
        }
        catch (Exception error) when (IsInputFailure(error))
        {
            return false;
        }
    }

    /// <summary>Whether an exception means that a file is truncated, damaged or unreadable.</summary>
    public static bool IsInputFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException;

    private static FileStream OpenFile(LogFile log) => CompressedFile.OpenRaw(log.FullPath);
}
