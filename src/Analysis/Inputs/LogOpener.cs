using System.Buffers;
using MGen.Archives;
using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>
/// Opens logs, compressed or not. Detects the compression by the first bytes of a file, not by its name.
/// </summary>
internal static class LogOpener
{
    /// <summary>Opens a log, decompressed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="onBytes">Called after each read with its length, in bytes as stored on disk.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a directory.</exception>
    /// <exception cref="InvalidDataException">
    /// The log has a known problem, or its compression is not supported. Reading the stream throws it, too, if the file
    /// is damaged.
    /// </exception>
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
    /// Whether the log is uncompressed; <c>false</c> also if the file cannot be read. The caller then opens the log and
    /// meets the same error there.
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

/// <summary>Properties of a log file that follow from its name.</summary>
internal static class LogName
{
    private static readonly SearchValues<char> OfDates = SearchValues.Create("0123456789.-_:TZ");

    private const string StandardOutput = ".stdout";

    private static readonly string[] Logs = [".log", StandardOutput];

    /// <summary>The name without the extension of a compression.</summary>
    public static string Plain(string name) => CompressedFile.PlainName(name);

    /// <summary>Whether a file of this name is the standard output of a process, which is often empty.</summary>
    public static bool IsStandardOutput(string name) =>
        Plain(name).Contains(StandardOutput, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a file of this name in a directory may be an event log: <c>*.log</c> or <c>*.stdout</c>, rotated or not
    /// (<c>run.log.1</c>, <c>run.log-20240101</c>, <c>run-1.log.old</c>), compressed or not.
    /// </summary>
    public static bool MayBeLog(string name)
    {
        string plain = Plain(name);
        foreach (string ending in Logs)
        {
            int at = plain.LastIndexOf(ending, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && IsRotation(plain.AsSpan(at + ending.Length)))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Whether the part of a name after <c>.log</c> or <c>.stdout</c> is empty, is a number or date after a dot, hyphen
    /// or underscore, or is a word such as <c>.old</c>.
    /// </summary>
    private static bool IsRotation(ReadOnlySpan<char> rest) =>
        rest.IsEmpty
        || (rest[0] is '.' or '-' or '_' && !rest.ContainsAnyExcept(OfDates))
        || rest.Equals(".old", StringComparison.OrdinalIgnoreCase)
        || rest.Equals(".bak", StringComparison.OrdinalIgnoreCase)
        || rest.Equals(".prev", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name begins as the log of one of this project's programs: <c>mgen-*</c>.</summary>
    public static bool IsOurs(string name) => name.StartsWith("mgen-", StringComparison.Ordinal);

    /// <summary>The programs whose lines a log of this name has; all programs if the name does not show them.</summary>
    public static LogSource SourceOf(string name) =>
        name switch
        {
            _ when name.StartsWith("mgen-client", StringComparison.Ordinal)
                    || name.StartsWith("mgen-peer", StringComparison.Ordinal) => LogSource.Client,
            _ when name.StartsWith("mgen-web", StringComparison.Ordinal) => LogSource.Web,
            _ when name.StartsWith("mgen-server", StringComparison.Ordinal)
                    || name.StartsWith("mgen-gateway", StringComparison.Ordinal) => LogSource.Server,
            _ => LogSource.Any,
        };
}

/// <summary>The kind of a file, judged by its beginning.</summary>
internal enum SniffedKind
{
    /// <summary>The file contains lines of an event log.</summary>
    EventLog,

    /// <summary>The file is readable and contains no line of an event log.</summary>
    Other,

    /// <summary>The file is not readable, or is damaged.</summary>
    Unreadable,
}

/// <summary>Distinguishes event logs from other files by their content.</summary>
internal static class LogSniffer
{
    /// <summary>How many bytes are examined.</summary>
    private const int HeadBytes = 16 * 1024;

    /// <summary>
    /// Returns <see cref="SniffedKind.EventLog"/> if a line at the beginning of this file can be parsed.
    /// <paramref name="problem"/> receives a problem that the later opening of the log would not find.
    /// </summary>
    public static SniffedKind Sniff(string fullPath, out string? problem)
    {
        problem = null;
        if (!CompressedFile.IsFile(fullPath))
        {
            problem = "is a pipe or a device, not a file";
            return SniffedKind.Unreadable;
        }
        try
        {
            LogFile file = new(fullPath, fullPath, LogSource.Any, 0, false);
            using Stream input = LogOpener.Open(file, static _ => { });
            byte[] head = new byte[HeadBytes];
            int length = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (HasEvent(head, length))
                return SniffedKind.EventLog;
            if (IsNamedCompressed(fullPath) && LogOpener.IsPlain(file))
                problem = "is not in the format of its extension: it is damaged or misnamed";
            else if (head.AsSpan(0, length).Contains((byte)0))
                problem = "contains NUL bytes, which text does not: it is damaged, or UTF-16";
            else
                return SniffedKind.Other;
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            // The reader of the log meets the same error, but only after it has used the lines before the damage.
        }
        return SniffedKind.Unreadable;
    }

    private static bool IsNamedCompressed(string fullPath) =>
        CompressedFile.PlainName(fullPath).Length < fullPath.Length;

    private static bool HasEvent(byte[] head, int length) =>
        new EventLogReader(new MemoryStream(head, 0, length), static _ => { }).TryRead(out _);
}
