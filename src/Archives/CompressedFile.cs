using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MGen.Archives;

/// <summary>How a file is compressed.</summary>
public enum Compression
{
    /// <summary>Not compressed.</summary>
    None,

    /// <summary>gzip (RFC 1952), of one or several members.</summary>
    Gzip,

    /// <summary>xz, of one or several streams.</summary>
    Xz,

    /// <summary>Zstandard (RFC 8878), of one or several frames.</summary>
    Zstandard,

    /// <summary>A compression that is recognised but not read: bzip2, lz4, lzip, compress, 7z, rar, zip.</summary>
    Unsupported,
}

/// <summary>
/// Opens files, compressed or not. The compression is detected from the first bytes, not from the name. Reading a file
/// that is truncated, damaged or compressed in an unsupported way throws <see cref="InvalidDataException"/>; it never
/// looks like the end of the stream.
/// </summary>
public static partial class CompressedFile
{
    private const int BufferBytes = 1 << 16;
    private const int MagicBytes = 6;

    /// <summary>Linux's O_NONBLOCK and O_CLOEXEC, for reading.</summary>
    private const int OpenWithoutWaiting = 0x800 | 0x80000;

    private static readonly (byte[] Magic, Compression Compression, string Name)[] Formats =
    [
        ([0x1f, 0x8b], Compression.Gzip, "gzip"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], Compression.Xz, "xz"),
        ([0x28, 0xb5, 0x2f, 0xfd], Compression.Zstandard, "zstd"),
        ([(byte)'B', (byte)'Z', (byte)'h'], Compression.Unsupported, "bzip2"),
        ([0x04, 0x22, 0x4d, 0x18], Compression.Unsupported, "lz4"),
        ([(byte)'L', (byte)'Z', (byte)'I', (byte)'P'], Compression.Unsupported, "lzip"),
        ([0x1f, 0x9d], Compression.Unsupported, "compress"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c], Compression.Unsupported, "7z"),
        ([(byte)'R', (byte)'a', (byte)'r', (byte)'!'], Compression.Unsupported, "rar"),
        ([(byte)'P', (byte)'K', 3, 4], Compression.Unsupported, "zip"),
    ];

    /// <summary>The runtime's names of Linux's file systems without storage; <c>/dev</c> is a tmpfs.</summary>
    private static readonly FrozenSet<string> KernelFileSystems = FrozenSet.Create(
        StringComparer.Ordinal,
        "proc",
        "sysfs",
        "debugfs",
        "tracefs",
        "securityfs",
        "cgroupfs",
        "cgroup2fs",
        "devpts"
    );

    private static readonly string[] Endings =
    [
        ".gz",
        ".xz",
        ".zst",
        ".zstd",
        ".bz2",
        ".lz4",
        ".lz",
        ".z",
        ".7z",
        ".br",
        ".rar",
        ".zip",
        ".lzma",
    ];

    /// <summary>The name without the extension of a compression; the name itself if it has none.</summary>
    public static string PlainName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string? ending = Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return ending is null ? name : name[..^ending.Length];
    }

    /// <summary>
    /// Whether a path is a file, or a link to a file. Not files are: a pipe, because its reader would wait for a
    /// writer; a device that supplies bytes, such as a terminal; and a file <see cref="IsOfKernel">of the kernel</see>.
    /// A path that cannot be opened counts as a file, because the later opening reports the reason.
    /// </summary>
    public static bool IsFile(string fullPath)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        if (IsOfKernel(fullPath))
            return false;
        int descriptor = open(fullPath, OpenWithoutWaiting);
        if (descriptor < 0)
            return true;
        using FileStream file = new(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        // A device such as /dev/zero seeks, has bytes without end, and no length.
        return file.CanSeek && (file.ReadByte() < 0 || file.Length > 0);
    }

    /// <summary>
    /// Whether a path is, or leads to, a place in a file system that the kernel invents, such as <c>/proc</c>. A read
    /// in such a file system may wait for ever, and its directories have no end. <c>false</c> for a path that does not
    /// exist.
    /// </summary>
    public static bool IsOfKernel(string fullPath)
    {
        if (!OperatingSystem.IsLinux() || !Path.Exists(fullPath))
            return false;
        try
        {
            return KernelFileSystems.Contains(new DriveInfo(fullPath).DriveFormat);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // the later opening reports the reason
        }
    }

    // The first two parameters of C's open. The third one is needed only to create a file.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    /// <summary>Opens a file for reading; other processes may write to it at the same time.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a directory.</exception>
    public static FileStream OpenRaw(string fullPath) =>
        new(
            fullPath,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            BufferBytes,
            FileOptions.SequentialScan
        );

    /// <summary>
    /// Detects the compression from the first bytes. The file's position is 0 afterwards. A pipe counts as not
    /// compressed.
    /// </summary>
    public static Compression Detect(FileStream file) =>
        file is { CanSeek: true } ? Find(file)?.Compression ?? Compression.None : Compression.None;

    /// <summary>
    /// Returns the decompressed contents of a file whose position is 0, or of a pipe, which is read as it is. The
    /// stream owns the file.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="onBytes">Called with the number of bytes read from disk; may be <c>null</c>.</param>
    /// <exception cref="InvalidDataException">
    /// The compression is not supported. Reading the stream throws it, too, if the file is truncated or damaged.
    /// </exception>
    public static Stream Open(FileStream file, Action<long>? onBytes = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        Stream counted = onBytes is null ? file : new CountingStream(file, onBytes);
        // A pipe is not decompressed: it cannot be read from its beginning again after the format is detected, and the
        // program that writes to it can decompress.
        if (!file.CanSeek)
            return counted;
        (Compression Compression, string Name)? format = Find(file);
        switch (format?.Compression)
        {
            case null:
                return counted;
            case Compression.Gzip:
                return new WholeGzipStream(counted);
            case Compression.Xz:
                return new WholeXzStream(file, onBytes);
            case Compression.Zstandard:
                return new DecoderStream(counted, "zstd", static input => new ZstdSharp.DecompressionStream(input));
            default:
                file.Dispose();
                throw new InvalidDataException(
                    $"is compressed with {format.Value.Name}, which is not supported; unpack it"
                );
        }
    }

    private static (Compression Compression, string Name)? Find(FileStream file)
    {
        Span<byte> magic = stackalloc byte[MagicBytes];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        foreach ((byte[] expected, Compression compression, string name) in Formats)
        {
            if (magic[..length].StartsWith(expected))
                return (compression, name);
        }
        return null;
    }
}
