using MGen.Archives;
using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>What a look at a file's beginning tells.</summary>
internal enum SniffedKind
{
    /// <summary>It has lines of an event log.</summary>
    EventLog,

    /// <summary>It can be read and has none.</summary>
    Other,

    /// <summary>It cannot be read: nobody knows what is in it.</summary>
    Unreadable,
}

/// <summary>Tells event logs from other files by their content.</summary>
internal static class LogSniffer
{
    /// <summary>How much is looked at.</summary>
    private const int HeadBytes = 16 * 1024;

    /// <summary>Whether any line at the beginning of this file can be read; <paramref name="problem"/> tells what opening it would not.</summary>
    public static SniffedKind Sniff(string fullPath, out string? problem)
    {
        problem = null;
        try
        {
            using Stream input = LogOpener.Open(new LogFile(fullPath, fullPath, LogSource.Any, 0, false), static _ => { });
            if (HasEvent(input))
                return SniffedKind.EventLog;
            if (!IsNamedCompressed(fullPath) || !LogOpener.IsPlain(new LogFile(fullPath, fullPath, LogSource.Any, 0, false)))
                return SniffedKind.Other;
            problem = "is not compressed as its name says: it is damaged, or has another name's ending";
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            // Whoever reads it meets the same error, and takes what comes before it.
        }
        return SniffedKind.Unreadable;
    }

    private static bool IsNamedCompressed(string fullPath) => CompressedFile.PlainName(fullPath).Length < fullPath.Length;

    private static bool HasEvent(Stream input)
    {
        byte[] head = new byte[HeadBytes];
        int length = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return new EventLogReader(new MemoryStream(head, 0, length), static _ => { }).TryRead(out _);
    }
}
