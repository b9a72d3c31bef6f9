using System.Text;

namespace MGen.Messenger.Tests.Support;

/// <summary>Reads event logs that tests keep in memory.</summary>
internal static class LogText
{
    /// <summary>The lines without their times.</summary>
    public static string[] LinesOf(MemoryStream log) =>
        [
            .. Encoding
                .UTF8.GetString(log.ToArray())
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(',', line.Split(',')[2..])),
        ];
}
