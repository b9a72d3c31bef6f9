using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>Tells event logs from other files by their content.</summary>
internal static class LogSniffer
{
    /// <summary>How much is looked at.</summary>
    private const int HeadBytes = 16 * 1024;

    /// <summary>Whether any line at the beginning of this file can be read.</summary>
    public static bool IsEventLog(string fullPath)
    {
        try
        {
            using Stream input = LogOpener.Open(new LogFile(fullPath, fullPath, LogSource.Any, 0, false), static _ => { });
            return HasEvent(input);
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            return false;
        }
    }

    private static bool HasEvent(Stream input)
    {
        byte[] head = new byte[HeadBytes];
        int length = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return new EventLogReader(new MemoryStream(head, 0, length), static _ => { }).TryRead(out _);
    }
}
