using MGen.Analysis.Results;

namespace MGen.Report.Sets;

/// <summary>Runs that differ only by chance, compared as one with other sets.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Runs">The runs; at least one.</param>
public sealed record RunSet(string Name, IReadOnlyList<AnalysisResult> Runs);
