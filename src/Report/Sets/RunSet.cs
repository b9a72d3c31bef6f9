using MGen.Analysis.Results;

namespace MGen.Report.Sets;

/// <summary>Runs that differ only by chance and are compared as a whole with other sets.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Runs">The runs; at least one.</param>
public sealed record RunSet(string Name, IReadOnlyList<AnalysisResult> Runs);

/// <summary>
/// One number of a set: the mean over its runs, with the 95 % confidence interval of Student's t distribution.
/// </summary>
/// <param name="Name">As in <c>round_trip_p50_seconds</c>: the quantity and the unit.</param>
/// <param name="Mean">
/// <c>null</c> if a run has no value because its quantile falls on a missing value or nothing was measured.
/// </param>
/// <param name="Low95"><c>null</c> if <paramref name="Runs"/> is below 2.</param>
/// <param name="High95"><c>null</c> under the same condition as <paramref name="Low95"/>.</param>
/// <param name="Runs">The number of runs in the mean; 0 if there is no mean.</param>
/// <param name="Text">Formatted for people, as in <c>41.2 ± 3.1 ms</c>.</param>
public sealed record SetMeasure(string Name, double? Mean, double? Low95, double? High95, int Runs, string Text);
