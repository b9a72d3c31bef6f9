using MGen.Report.Pages;

namespace MGen.Tools.Reporting;

/// <summary>From the command line to sets of runs; collects everything that is wrong.</summary>
internal sealed class RunSetParser(string workingDirectory)
{
    private readonly List<string> _errors = [];

    /// <summary>What is wrong, for people.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The sets in the order in which they were named.</summary>
    /// <param name="runs">Runs without a label.</param>
    /// <param name="labels"><c>NAME=RUN,RUN...</c>; the same name may come again and adds runs.</param>
    /// <param name="each">Whether each of <paramref name="runs"/> is a set of its own.</param>
    public IReadOnlyList<NamedRuns> Parse(IReadOnlyList<string> runs, IReadOnlyList<string> labels, bool each)
    {
        string[] paths = [.. runs.SelectMany(run => Find(run, run))];
        List<NamedRuns> sets = [];
        if (paths.Length > 0 && each)
            sets.AddRange(paths.Select(path => new NamedRuns(NameOf(path), [path])));
        else if (paths.Length > 0)
            sets.Add(new NamedRuns(paths.Length == 1 ? NameOf(paths[0]) : "all runs", paths));
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
            _errors.Add(
                $"'{runs[0]}' has no label, but other runs have: give it one, too, as in --label base={runs[0]}"
            );
        if (sets.Count > ReportRequest.MaxSets)
            _errors.Add($"{sets.Count} sets cannot be told apart in one chart: at most {ReportRequest.MaxSets}");
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
        // A path with a comma in it is one run, if it is there.
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

    // The directory names the run; a file in it is an analysis of it, or its log.
    private string NameOf(string path)
    {
        string full = Path.GetFullPath(path, workingDirectory).TrimEnd(Path.DirectorySeparatorChar);
        string? named =
            Directory.Exists(full) ? full
            : Path.GetFileName(full) == Analysis.AnalysisFile.Name ? Path.GetDirectoryName(full)
            : full;
        return Path.GetFileName(named) is { Length: > 0 } name ? name : path;
    }
}
