using MGen.Analysis.Results;

namespace MGen.Analysis;

/// <summary>From the event logs of one run to what they say.</summary>
public static class RunAnalyzer
{
    /// <summary>Analyses one run.</summary>
    /// <param name="inputs">
    /// Its logs: files (plain, <c>.gz</c>, <c>.xz</c>), directories of such, run directories of the Shadow simulator or of <c>mgen-demo</c>. All of them
    /// are one run, however many machines or shards wrote them.
    /// </param>
    /// <param name="workingDirectory">Relative paths start here.</param>
    /// <param name="options">By which rules.</param>
    /// <param name="progress">Called now and then, on any thread; may be <c>null</c>.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="AnalysisException">An input is not there or holds no log.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked.</exception>
    public static AnalysisResult Analyze(
        IReadOnlyList<string> inputs, string workingDirectory, AnalysisOptions options, Action<AnalysisProgress>? progress, CancellationToken stop) =>
        throw new NotImplementedException($"{inputs} {workingDirectory} {options} {progress} {stop}");
}
