using System.IO.Enumeration;
using MGen.Model.Configuration.Files;
using MGen.Report.Pages;

namespace MGen.Tools.Reporting;

/// <summary>Parses sets of runs on the command line; collects all errors.</summary>
internal sealed class RunSetParser(string workingDirectory)
{
    private readonly List<string> _errors = [];

    /// <summary>The errors, one line each.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Returns the sets, in the order in which they are named.</summary>
    /// <param name="runs">Runs without a label.</param>
    /// <param name="labels">Texts <c>NAME=RUN,RUN...</c>; a repeated name adds runs to its set.</param>
    /// <param name="each">Whether each of <paramref name="runs"/> is a separate set.</param>
    public IReadOnlyList<NamedRuns> Parse(IReadOnlyList<string> runs, IReadOnlyList<string> labels, bool each)
    {
        string[] paths = [.. runs.SelectMany(run => Find(run, run))];
        List<NamedRuns> sets = [];
        if (paths.Length > 0 && each)
            sets.AddRange(paths.Select(path => new NamedRuns(NameFor(path), [path])));
        else if (paths.Length > 0)
            sets.Add(new NamedRuns(paths.Length == 1 ? NameFor(paths[0]) : "all runs", paths));
        sets.AddRange(
            labels
                .Select(ParseLabel)
                .OfType<NamedRuns>()
                .GroupBy(set => set.Name, StringComparer.Ordinal)
                .Select(same => new NamedRuns(same.Key, [.. same.SelectMany(set => set.Paths)]))
        );
        Check(runs, labels, sets);
        return sets;
    }

    private void Check(IReadOnlyList<string> runs, IReadOnlyList<string> labels, List<NamedRuns> sets)
    {
        if (runs.Count == 0 && labels.Count == 0)
            _errors.Add("name a run: a directory with logs, a log, or an analysis.json");
        if (runs.Count > 0 && labels.Count > 0)
            _errors.Add($"'{runs[0]}' has no label, but other runs do: label it, too, as in --label base={runs[0]}");
        if (sets.Count > ReportRequest.MaxSets)
            _errors.Add($"{sets.Count} sets cannot be distinguished in one chart: at most {ReportRequest.MaxSets}");
        foreach (
            IGrouping<string, NamedRuns> same in sets.GroupBy(set => set.Name, StringComparer.Ordinal)
                .Where(same => same.Count() > 1)
        )
            _errors.Add($"{same.Count()} runs are called '{same.Key}': name them with --label");
    }

    private NamedRuns? ParseLabel(string label)
    {
        int equals = label.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == label.Length - 1)
        {
            _errors.Add($"--label '{label}' is not NAME=RUN or NAME=RUN,RUN...");
            return null;
        }
        string runs = label[(equals + 1)..];
        // A path that contains a comma is one run, if it exists.
        string[] patterns =
            RunPattern.Expand(runs, workingDirectory).Count > 0
                ? [runs]
                : runs.Split(',', StringSplitOptions.RemoveEmptyEntries);
        string[] paths = [.. patterns.SelectMany(pattern => Find(pattern, label))];
        return paths.Length == 0 ? null : new NamedRuns(label[..equals], paths);
    }

    private IReadOnlyList<string> Find(string pattern, string argument)
    {
        IReadOnlyList<string> found = RunPattern.Expand(pattern, workingDirectory);
        if (found.Count == 0)
            _errors.Add(
                pattern == argument ? $"there is no '{pattern}'" : $"there is no '{pattern}' (--label {argument})"
            );
        return found;
    }

    // The run's name is that of its directory, also for an analysis.json in it; for a log, it is the file's name.
    private string NameFor(string path)
    {
        string full = Path.GetFullPath(path, workingDirectory).TrimEnd(Path.DirectorySeparatorChar);
        string? named =
            Directory.Exists(full) ? full
            : Path.GetFileName(full) == Analysis.AnalysisFile.Name ? Path.GetDirectoryName(full)
            : full;
        return Path.GetFileName(named) is { Length: > 0 } name ? name : path;
    }
}

/// <summary>
/// Expands paths of runs with <c>*</c> and <c>?</c>, which a shell does not expand after <c>--label NAME=</c>.
/// </summary>
internal static class RunPattern
{
    /// <summary>
    /// Returns the existing paths that match, in ordinal order. A pattern that is itself an existing path is not
    /// expanded.
    /// </summary>
    public static IReadOnlyList<string> Expand(string pattern, string workingDirectory)
    {
        if (Exists(pattern, workingDirectory))
            return [pattern];
        if (!pattern.AsSpan().ContainsAny('*', '?'))
            return [];
        string[] segments = pattern.Split('/');
        IEnumerable<string> paths = [segments[0].Length == 0 ? "/" : ""];
        foreach (string segment in segments.Where(segment => segment.Length > 0))
            paths = paths.SelectMany(path => Children(path, segment, workingDirectory));
        return [.. paths.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Children(string path, string segment, string workingDirectory)
    {
        string directory = Path.GetFullPath(path, workingDirectory);
        if (!segment.AsSpan().ContainsAny('*', '?') || Exists(Path.Combine(path, segment), workingDirectory))
            return Exists(Path.Combine(path, segment), workingDirectory) ? [Path.Combine(path, segment)] : [];
        if (!Directory.Exists(directory))
            return [];
        return Directory
            .EnumerateFileSystemEntries(directory, "*", DirectoryListing.Readable)
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name =>
                FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: false)
                && (name[0] != '.' || segment[0] == '.')
            )
            .Select(name => Path.Combine(path, name));
    }

    private static bool Exists(string path, string workingDirectory) =>
        path.Length > 0 && Path.Exists(Path.GetFullPath(path, workingDirectory));
}

/// <summary>A set of runs, as paths that have not been read.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Paths">The paths of its runs.</param>
internal sealed record NamedRuns(string Name, IReadOnlyList<string> Paths);
