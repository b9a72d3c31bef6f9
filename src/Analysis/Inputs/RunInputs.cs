namespace MGen.Analysis.Inputs;

/// <summary>The logs and metadata of a run.</summary>
/// <param name="Logs">The logs, in the order in which the original's tool would read them.</param>
/// <param name="Label">The run's name.</param>
/// <param name="Bootstraps">
/// The Unix seconds at which conversations wake up, from a Shadow configuration; empty without one.
/// </param>
/// <param name="Summary">The run's own summary.</param>
/// <param name="Warnings">Inputs that could not be used.</param>
internal sealed record RunInputs(
    IReadOnlyList<LogFile> Logs,
    string Label,
    IReadOnlyDictionary<(string User, string Group), double> Bootstraps,
    RunSummary? Summary,
    IReadOnlyList<string> Warnings);
