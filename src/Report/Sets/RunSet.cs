using MGen.Analysis.Results;

namespace MGen.Report.Sets;

/// <summary>Runs that differ in nothing but chance, and are compared as one with other sets.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Runs">At least one.</param>
public sealed record RunSet(string Name, IReadOnlyList<AnalysisResult> Runs);
