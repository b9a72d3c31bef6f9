using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>What a log's file name tells.</summary>
internal static class LogName
{
    private static readonly string[] Compressed = [".gz", ".xz"];
    private static readonly string[] Logs = [".log", ".stdout"];

    /// <summary>The name without what tells of its compression.</summary>
    public static string Plain(string name)
    {
        string? ending = Compressed.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return ending is null ? name : name[..^ending.Length];
    }

    /// <summary>Whether a file of this name in a directory may be an event log: <c>*.log</c> or <c>*.stdout</c>, compressed or not.</summary>
    public static bool MayBeLog(string name)
    {
        string plain = Plain(name);
        return Logs.Any(ending => plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the name begins as one of our programs' does: <c>mgen-*</c>.</summary>
    public static bool IsOurs(string name) => name.StartsWith("mgen-", StringComparison.Ordinal);

    /// <summary>Whose lines to expect; anybody's if the name does not tell.</summary>
    public static LogSource SourceOf(string name) => name switch
    {
        _ when name.StartsWith("mgen-client", StringComparison.Ordinal) || name.StartsWith("mgen-peer", StringComparison.Ordinal) => LogSource.Client,
        _ when name.StartsWith("mgen-web", StringComparison.Ordinal) => LogSource.Web,
        _ when name.StartsWith("mgen-server", StringComparison.Ordinal) || name.StartsWith("mgen-gateway", StringComparison.Ordinal) => LogSource.Server,
        _ => LogSource.Any,
    };
}
