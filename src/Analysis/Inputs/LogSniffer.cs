using MGen.Archives;
using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>The kind of a file, judged by its beginning.</summary>
internal enum SniffedKind
{
    /// <summary>It contains lines of an event log.</summary>
    EventLog,

    /// <summary>It is readable and contains none.</summary>
    Other,

    /// <summary>It is not readable.</summary>
    Unreadable,
}

/// <summary>Distinguishes event logs from other files by their content.</summary>
internal static class LogSniffer
{
    /// <summary>How many bytes are examined.</summary>
    private const int HeadBytes = 16 * 1024;

    /// <summary>
    /// Whether any line at the beginning of this file can be parsed; <paramref name="problem"/> receives an error that
    /// opening the file would not raise.
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
                problem = "is not compressed as its name says: it is damaged, or has another name's ending";
            else if (head.AsSpan(0, length).Contains((byte)0))
                problem = "has bytes of 0, which no text has: it is damaged, or UTF-16";
            else
                return SniffedKind.Other;
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            // The reader of the log meets the same error, after it has used the lines before it.
        }
        return SniffedKind.Unreadable;
    }

    private static bool IsNamedCompressed(string fullPath) =>
        CompressedFile.PlainName(fullPath).Length < fullPath.Length;

    private static bool HasEvent(byte[] head, int length) =>
        new EventLogReader(new MemoryStream(head, 0, length), static _ => { }).TryRead(out _);
}
