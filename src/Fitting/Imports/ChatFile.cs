using System.IO.Compression;
using System.Text;

namespace MGen.Fitting.Imports;

/// <summary>Opens an input as UTF-8: unpacks <c>.gz</c> and the zip of an export, converts UTF-16, drops the byte order mark.</summary>
internal static class ChatFile
{
    /// <summary>Reads an input with whatever <paramref name="read"/> does, and closes it.</summary>
    /// <exception cref="ImportException">A zip without a chat in it.</exception>
    public static T Read<T>(string fullPath, Func<Stream, IReadOnlyDictionary<string, long>?, T> read)
    {
        using FileStream file = new(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        byte[] magic = new byte[4];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        ReadOnlySpan<byte> start = magic.AsSpan(0, length);
        if (start.StartsWith("PK\x03\x04"u8))
            return ReadZip(file, read);
        if (!start.StartsWith(GzipMagic))
            return read(Decoded(file), null);
        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        return read(Decoded(unpacked), null);
    }

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    /// <summary>A WhatsApp export with its files: the largest text in it is the chat, the others tell how large the media files are.</summary>
    private static T ReadZip<T>(FileStream file, Func<Stream, IReadOnlyDictionary<string, long>?, T> read)
    {
        using ZipArchive zip = new(file, ZipArchiveMode.Read);
        ZipArchiveEntry chat = zip.Entries.Where(entry => entry.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)).MaxBy(entry => entry.Length)
            ?? throw new ImportException(0, 0, "is a zip file without a chat's text in it");
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
            sizes[entry.Name] = entry.Length;
        using Stream text = chat.Open();
        return read(Decoded(text), sizes);
    }

    private static Stream Decoded(Stream input)
    {
        byte[] start = new byte[3];
        int length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> read = start.AsSpan(0, length);
        if (read.StartsWith(Encoding.Unicode.Preamble))
            return Encoding.CreateTranscodingStream(new PrefixedStream(read[2..].ToArray(), input), new UnicodeEncoding(false, false, true), Encoding.UTF8);
        if (read.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.CreateTranscodingStream(new PrefixedStream(read[2..].ToArray(), input), new UnicodeEncoding(true, false, true), Encoding.UTF8);
        return new PrefixedStream(read.StartsWith(Encoding.UTF8.Preamble) ? [] : read.ToArray(), input);
    }
}
