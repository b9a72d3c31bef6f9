using MGen.Analysis.Results;

namespace MGen.Analysis;

/// <summary>A run as users name it: its directory or logs, or an earlier analysis.</summary>
public static class RunSource
{
    /// <summary>
    /// Returns the analysis of one run: reads it if <paramref name="path"/> ends in <c>.json</c>, otherwise analyses
    /// the logs. An <c>analysis.json</c> in a run's directory is ignored, since it may be older than the logs.
    /// </summary>
    /// <param name="path">A directory, a log, or an analysis.</param>
    /// <param name="workingDirectory">The directory to which a relative path refers.</param>
    /// <param name="options">The rules, if the logs are analysed.</param>
    /// <param name="progress">As in <see cref="RunAnalyzer.Analyze"/>.</param>
    /// <param name="stop">Cancels the analysis.</param>
    /// <exception cref="AnalysisException">The path does not exist, or has neither a log nor an analysis.</exception>
    public static AnalysisResult Load(
        string path,
        string workingDirectory,
        AnalysisOptions options,
        Action<AnalysisProgress>? progress,
        CancellationToken stop
    )
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
