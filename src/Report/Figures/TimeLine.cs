using MGen.Analysis.Results;

namespace MGen.Report.Figures;

/// <summary>A line of a figure over time.</summary>
/// <param name="Name">The name at its end; empty if there is only one.</param>
/// <param name="Color">The index of its colour in the palette.</param>
/// <param name="Runs">The runs over which the mean is taken.</param>
/// <param name="Values">Returns one value per bin of the figure's grid, for a run.</param>
internal sealed record TimeLine(string Name, int Color, IReadOnlyList<AnalysisResult> Runs, Func<AnalysisResult, double[]> Values);
