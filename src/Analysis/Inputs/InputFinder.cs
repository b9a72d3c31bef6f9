using System.Globalization;
using MGen.Archives;
using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>Finds the logs that belong to a run.</summary>
internal sealed class InputFinder
{
    /// <summary>Most files that a warning names.</summary>
    private const int MaxNamed = 5;

    private readonly string _workingDirectory;
    private readonly List<LogFile> _logs = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private int _found; // includes logs that an earlier input has also named
    private readonly Dictionary<(string User, string Group), double> _bootstraps = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _missing = [];
    private readonly Dictionary<string, RunSummary> _summaries = new(StringComparer.Ordinal); // by directory

    private readonly CancellationToken _stop;

    private InputFinder(string workingDirectory, CancellationToken stop)
    {
        _workingDirectory = workingDirectory;
        _stop = stop;
    }

    /// <summary>Finds the logs that the inputs name.</summary>
    /// <exception cref="AnalysisException">
    /// An input does not exist, or there is no log; the message has all errors.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static RunInputs Find(
        IReadOnlyList<string> inputs,
        string workingDirectory,
        string? label,
        CancellationToken stop = default
    )
    {
        InputFinder finder = new(workingDirectory, stop);
        foreach (string input in inputs)
            finder.Add(input);
        if (finder._missing.Count > 0)
            throw new AnalysisException(string.Join('\n', finder._missing));
        return new RunInputs(
            finder._logs,
            label ?? LabelOf(inputs[0], workingDirectory),
            finder._bootstraps,
            RunSummary.Combine([.. finder._summaries.Values]),
            finder._warnings
        );
    }

    private static string LabelOf(string input, string workingDirectory)
    {
        string name = Path.GetFileName(Path.GetFullPath(input, workingDirectory).TrimEnd(Path.DirectorySeparatorChar));
        return Directory.Exists(Path.GetFullPath(input, workingDirectory)) ? name : LogName.Plain(name);
    }

    private void Add(string input)
    {
        string full = Path.GetFullPath(input, _workingDirectory);
        int foundBefore = _found;
        int warningsBefore = _warnings.Count;
        if (File.Exists(full))
            AddLog(input, full, isOriginalInput: (LogName.SourceOf(Path.GetFileName(full)) & LogSource.Client) != 0);
        else if (ShadowRun.At(full) is { } run)
            AddShadowRun(input, run);
        else if (Directory.Exists(full))
            AddDirectory(input, full);
        else
            _missing.Add($"{input}: there is no such file or directory");
        if (_found == foundBefore && Directory.Exists(full))
            _missing.Add(
                string.Join(
                    "; ",
                    // The warnings about this directory are the reason why no log was found.
                    _warnings
                        .Skip(warningsBefore)
                        .Prepend(
                            $"{input}: there is no event log (*.log or *.stdout, rotated or compressed) in this directory"
                        )
                )
            );
    }

    private void AddShadowRun(string input, ShadowRun run)
    {
        if (run.ConfigPath is { } config)
        {
            foreach (
                (var conversation, double second) in ShadowConfig.ReadBootstraps(config, run.HostsDirectory, _warnings)
            )
                _bootstraps[conversation] = second;
        }
        AddSummary(run.Directory);
        foreach ((string path, string? problem) in run.Logs)
        {
            string shown = Path.Combine(input, Path.GetRelativePath(run.Directory, path));
            AddLog(shown, path, run.IsOriginalInput(path), problem);
        }
    }

    private void AddSummary(string directory)
    {
        directory = Path.TrimEndingDirectorySeparator(directory);
        if (!_summaries.ContainsKey(directory) && RunSummary.Read(directory, _warnings) is { } summary)
            _summaries.Add(directory, summary);
    }

    private void AddDirectory(string input, string full)
    {
        AddSummary(full);
        List<string> otherNames = [],
            noLogs = [],
            empty = [],
            hidden = [];
        foreach (string path in FilesUnder(full))
        {
            _stop.ThrowIfCancellationRequested();
            string name = Path.GetFileName(path);
            string shown = Path.Combine(input, Path.GetRelativePath(full, path));
            bool isNamedLog = LogName.MayBeLog(name);
            if (isNamedLog && IsUnreachable(path))
            {
                AddLog(shown, path, isOriginalInput: false, "has a name that is not UTF-8; rename it");
                continue;
            }
            SniffedKind kind = LogSniffer.Sniff(path, out string? problem);
            if (name.StartsWith('.'))
            {
                if (kind == SniffedKind.EventLog)
                    hidden.Add(shown);
            }
            else if (isNamedLog && (LogName.IsOurs(name) || kind != SniffedKind.Other))
                AddLog(shown, path, (LogName.SourceOf(name) & LogSource.Client) != 0, problem);
            else if (!isNamedLog && kind == SniffedKind.EventLog)
                otherNames.Add(shown);
            else if (isNamedLog && LengthOf(path) > 0)
                noLogs.Add(shown);
            else if (isNamedLog && !LogName.IsStandardOutput(name))
                empty.Add(shown);
        }
        Warn(
            otherNames,
            "with lines of an event log and names other than *.log or *.stdout; give their names to read them"
        );
        Warn(hidden, "with lines of an event log and hidden; give their names to read them");
        Warn(noLogs, "named like event logs, but their first lines are not of an event log; not read");
        Warn(empty, "named like event logs and empty");
    }

    /// <summary>
    /// Whether a listed file cannot be opened because its name is not UTF-8: its path then has replacement characters
    /// in place of some bytes.
    /// </summary>
    private static bool IsUnreachable(string path) =>
        path.Contains('\ufffd', StringComparison.Ordinal) && !Path.Exists(path);

    private void Warn(List<string> paths, string what)
    {
        if (paths.Count > 0)
            _warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{paths.Count:N0} {(paths.Count == 1 ? "file" : "files")} {what}: {Names(paths)}"
                )
            );
    }

    private static string Names(List<string> paths) =>
        string.Join(", ", paths.Take(MaxNamed)) + (paths.Count > MaxNamed ? ", ..." : "");

    /// <summary>
    /// All files below a directory except those in hidden directories, in ordinal order; links are followed, except to
    /// the kernel's directories. An unreadable directory is listed as an unreadable log.
    /// </summary>
    private List<string> FilesUnder(string directory)
    {
        List<string> files = [];
        HashSet<string> visited = new(StringComparer.Ordinal)
        {
            Directory.ResolveLinkTarget(directory, returnFinalTarget: true)?.FullName ?? directory,
        };
        Stack<string> open = new([directory]);
        while (open.TryPop(out string? next))
        {
            _stop.ThrowIfCancellationRequested();
            try
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(next).EnumerateFileSystemInfos())
                {
                    if (entry is not DirectoryInfo)
                        files.Add(entry.FullName);
                    else if (entry.LinkTarget is not null && CompressedFile.IsOfKernel(entry.FullName))
                        _warnings.Add($"{entry.FullName} leads to a directory of the kernel, which is not searched");
                    else if (
                        !entry.Attributes.HasFlag(FileAttributes.Hidden)
                        && visited.Add(entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? entry.FullName)
                    )
                        open.Push(entry.FullName);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                AddLog(next, next, isOriginalInput: false, "is a directory that cannot be read");
            }
        }
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private void AddLog(string path, string full, bool isOriginalInput, string? problem = null)
    {
        _found++;
        if (_known.Add(full))
            _logs.Add(
                new LogFile(
                    path,
                    full,
                    LogName.SourceOf(Path.GetFileName(full)),
                    LengthOf(full),
                    isOriginalInput,
                    problem
                )
            );
    }

    /// <summary>Length of a file in bytes; 0 if it does not exist, or if its links form a loop.</summary>
    private static long LengthOf(string full)
    {
        try
        {
            FileInfo file = File.ResolveLinkTarget(full, returnFinalTarget: true) as FileInfo ?? new FileInfo(full);
            return file.Exists ? file.Length : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

/// <summary>The logs and metadata of a run.</summary>
/// <param name="Logs">The logs, in the order in which the original's tool would read them.</param>
/// <param name="Label">The run's name.</param>
/// <param name="Bootstraps">
/// The time in Unix seconds at which each conversation wakes up, from a Shadow configuration; empty without a
/// configuration.
/// </param>
/// <param name="Summary">The run's own summary.</param>
/// <param name="Warnings">Inputs that could not be used.</param>
internal sealed record RunInputs(
    IReadOnlyList<LogFile> Logs,
    string Label,
    IReadOnlyDictionary<(string User, string Group), double> Bootstraps,
    RunSummary? Summary,
    IReadOnlyList<string> Warnings
);
