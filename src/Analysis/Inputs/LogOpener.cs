namespace MGen.Analysis.Inputs;

/// <summary>Opens logs, compressed or not, by what they begin with and not by their name.</summary>
internal static class LogOpener
{
    private const int BufferBytes = 1 << 16;

    /// <summary>The log's bytes.</summary>
    /// <param name="log">The log.</param>
    /// <param name="onBytes">Told how many bytes were read of the file as it lies on the disk.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Stream Open(LogFile log, Action<long> onBytes)
    {
        FileStream file = OpenFile(log);
        return CompressionOf(file) switch
        {
            Compression.Gzip => new GzipLogStream(file, onBytes),
            Compression.Xz => new XzLogStream(file, onBytes),
            _ => new CountingStream(file, onBytes),
        };
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
            return CompressionOf(file) == Compression.None;
        }
        catch (Exception error) when (IsInputFailure(error))
        {
            return false;
        }
    }

    /// <summary>Whether this is what reading a torn or unreadable file ends with.</summary>
    public static bool IsInputFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException;

    private static FileStream OpenFile(LogFile log) =>
        new(log.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.SequentialScan);

    private static Compression CompressionOf(FileStream file)
    {
        Span<byte> magic = stackalloc byte[6];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (magic[..length].StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return Compression.Gzip;
        return magic[..length].SequenceEqual((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? Compression.Xz : Compression.None;
    }

    private enum Compression
    {
        None,
        Gzip,
        Xz,
    }
}
