using MGen.Export;

namespace MGen.Tools.Exporting;

/// <summary>Reads <c>FORMAT=PATH</c>.</summary>
internal static class ExportTargetText
{
    private static readonly (string Name, ExportFormat Format)[] Formats =
    [
        ("schedule", ExportFormat.ScheduleCsv),
        ("schedule:jsonl", ExportFormat.ScheduleJsonLines),
        ("schedule:mixnet-optimizer", ExportFormat.ScheduleMixnetOptimizer),
        ("schedule:from-time-to", ExportFormat.ScheduleFromTimeTo),
        ("schedule:online", ExportFormat.ScheduleOnline),
        ("maybenot", ExportFormat.Maybenot),
        ("maybenot:size", ExportFormat.MaybenotWithSize),
        ("npz", ExportFormat.Npz),
        ("pcapng", ExportFormat.Pcapng),
        ("truth", ExportFormat.Truth),
        ("parquet", ExportFormat.Parquet),
    ];

    /// <summary>The names of all formats.</summary>
    public static string Names => string.Join(", ", Formats.Select(format => format.Name));

    /// <summary>The format and path that a text names.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    /// <param name="target">The result.</param>
    /// <param name="problem">What is wrong, with what is allowed.</param>
    public static bool TryParse(string text, string workingDirectory, out ExportTarget? target, out string? problem)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text : text[..equals];
        int place = Array.FindIndex(Formats, format => format.Name == name);
        target = null;
        problem = null;
        if (place < 0)
            problem = $"'{name}' is not a format: expected FORMAT=PATH, with one of {Names}";
        else if (equals < 0 || equals == text.Length - 1)
            problem = $"'{text}' names no path: expected {name}=PATH";
        else
            target = new ExportTarget(Formats[place].Format, Path.GetFullPath(text[(equals + 1)..], workingDirectory));
        return problem is null;
    }
}
