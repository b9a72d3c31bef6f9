using System.Buffers;
using MGen.Archives;
using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>What the name of a log file says about it.</summary>
internal static class LogName
{
    private static readonly SearchValues<char> OfDates = SearchValues.Create("0123456789.-_:TZ");

    private static readonly string[] Logs = [".log", ".stdout"];

    /// <summary>The name without the extension of a compression.</summary>
    public static string Plain(string name) => CompressedFile.PlainName(name);

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
    /// Whether this is empty, a number or date after a dot, hyphen or underscore, or a word such as <c>.old</c>.
    /// </summary>
    private static bool IsRotation(ReadOnlySpan<char> rest) =>
        rest.IsEmpty
        || (rest[0] is '.' or '-' or '_' && !rest.ContainsAnyExcept(OfDates))
        || rest.Equals(".old", StringComparison.OrdinalIgnoreCase)
        || rest.Equals(".bak", StringComparison.OrdinalIgnoreCase)
        || rest.Equals(".prev", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name begins like those of our programs: <c>mgen-*</c>.</summary>
    public static bool IsOurs(string name) => name.StartsWith("mgen-", StringComparison.Ordinal);

    /// <summary>The programs whose lines to expect; any if the name does not say.</summary>
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
