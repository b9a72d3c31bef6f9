using System.Globalization;
using System.Text;

namespace MGen.Bench.Analysis;

/// <summary>
/// Makes a client's log as a run would write it: groups of four who talk, each message delivered and acknowledged by
/// three.
/// </summary>
internal static class ConversationLog
{
    private const int Users = 1000;
    private const int GroupMembers = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long StartUnixSecond = 1_800_000_000;

    /// <summary>Writes a log of about so many bytes; returns how many lines it has.</summary>
    public static long Write(string path, long bytes)
    {
        using StreamWriter log = new(path, append: false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        long lines = 0;
        long time = StartUnixSecond * NanosecondsPerSecond;
        for (uint round = 0; log.BaseStream.Length < bytes; round++)
        {
            for (int user = 0; user < Users; user++)
            {
                time += 1_234_567;
                lines += WriteMessage(log, user, round, time);
            }
            log.Flush();
        }
        return lines;
    }

    private static int WriteMessage(StreamWriter log, int user, uint id, long time)
    {
        int first = user / GroupMembers * GroupMembers;
        string group = $"group{first / GroupMembers}";
        WriteLine(log, time, $"user{user},{group},Idle");
        WriteLine(log, time, $"user{user},{group},send,Idle,Active,{user % 20},{id}");
        int lines = 2;
        for (int member = first; member < first + GroupMembers; member++)
        {
            if (member == user)
                continue;
            WriteLine(
                log,
                time + 100_000,
                $"user{member},{group},receive,Idle,Idle,user{user},{Math.Max(1, user % 20) * 160},{id}"
            );
            WriteLine(log, time + 200_000, $"user{user},{group},receive,Active,Active,user{member},receipt,{id}");
            lines += 2;
        }
        return lines;
    }

    private static void WriteLine(StreamWriter log, long time, string text)
    {
        (long second, long nanosecond) = Math.DivRem(time, NanosecondsPerSecond);
        log.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DateTime.UnixEpoch.AddSeconds(second):yyyy-MM-dd HH:mm:ss},{second}.{nanosecond:D9},{text}"
            )
        );
    }
}
