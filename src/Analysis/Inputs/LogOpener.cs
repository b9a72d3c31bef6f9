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
        FileStream file = new(log.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[6];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (magic[..length].StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return new GzipLogStream(file, onBytes);
        return magic[..length].SequenceEqual((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])
            ? new XzLogStream(file, onBytes)
            : new CountingStream(file, onBytes);
    }

    /// <summary>Whether this is what reading a torn or unreadable file ends with.</summary>
    public static bool IsInputFailure(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException;
}
