using MGen.Analysis.Results;

namespace MGen.Analysis;

/// <summary>A run as people name it: its directory or logs, or an analysis made before.</summary>
public static class RunSource
{
    /// <summary>
    /// The analysis of one run: read if <paramref name="path"/> is a file ending in <c>.json</c>, else made. An <c>analysis.json</c> in a run's
    /// directory is not used, for its logs are the truth.
    /// </summary>
    /// <param name="path">A directory, a log, or an analysis.</param>
    /// <param name="workingDirectory">A relative path starts here.</param>
    /// <param name="options">By which rules, if it has to be made.</param>
    /// <param name="progress">As in <see cref="RunAnalyzer.Analyze"/>.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="AnalysisException">It is not there, or neither.</exception>
    public static AnalysisResult Load(string path, string workingDirectory, AnalysisOptions options, Action<AnalysisProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        string fullPath = Path.GetFullPath(path, workingDirectory);
        if (Directory.Exists(fullPath) || !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return RunAnalyzer.Analyze([path], workingDirectory, options, progress, stop);
        AnalysisResult read = AnalysisFile.Read(fullPath);
        return options.Label is { } label ? read with { Label = label } : read;
    }
}
