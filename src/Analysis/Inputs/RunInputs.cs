namespace MGen.Analysis.Inputs;

/// <summary>What belongs to a run.</summary>
/// <param name="Logs">Its logs, in the order in which the original's tool would read them.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Bootstraps">Unix seconds at which conversations begin, from a Shadow configuration; empty without.</param>
/// <param name="Summary">What the run said of itself.</param>
/// <param name="Warnings">What could not be used.</param>
internal sealed record RunInputs(
    IReadOnlyList<LogFile> Logs,
    string Label,
    IReadOnlyDictionary<(string User, string Group), double> Bootstraps,
    RunSummary? Summary,
    IReadOnlyList<string> Warnings);
