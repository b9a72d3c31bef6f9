using MGen.Archives;

namespace MGen.Analysis.Inputs;

/// <summary>Opens logs, compressed or not, by what they begin with and not by their name.</summary>
internal static class LogOpener
{
    /// <summary>The log's bytes.</summary>
    /// <param name="log">The log.</param>
    /// <param name="onBytes">Told how many bytes were read of the file as it lies on the disk.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not compressed as its name says.</exception>
    public static Stream Open(LogFile log, Action<long> onBytes)
    {
        if (log.Problem is { } problem)
            throw new InvalidDataException(problem);
        return CompressedFile.Open(OpenFile(log), onBytes);
    }

    /// <summary>The lines of a piece; the parameters and errors of <see cref="Open(LogFile, Action{long})"/>.</summary>
    public static Stream Open(LogPiece piece, Action<long> onBytes) => piece is { Number: 0, IsLast: true }
        ? Open(piece.Log, onBytes)
        : new CountingStream(new PieceStream(OpenFile(piece.Log), piece.From, piece.To), onBytes);

    /// <summary>Whether the log is not compressed; <c>false</c> too if that cannot be told, as whoever opens it will see.</summary>
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

    /// <summary>Whether this is what reading a torn or unreadable file ends with.</summary>
    public static bool IsInputFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException;

    private static FileStream OpenFile(LogFile log) => CompressedFile.OpenRaw(log.FullPath);
}
