using MGen.Analysis.Results;

namespace MGen.Report.Figures;

/// <summary>A line of a figure over time.</summary>
/// <param name="Name">What stands at its end; empty if there is only one.</param>
/// <param name="Color">Its colour of the palette.</param>
/// <param name="Runs">The runs that it is a mean of.</param>
/// <param name="Values">One value per bin of the figure's grid, for a run.</param>
internal sealed record TimeLine(string Name, int Color, IReadOnlyList<AnalysisResult> Runs, Func<AnalysisResult, double[]> Values);
