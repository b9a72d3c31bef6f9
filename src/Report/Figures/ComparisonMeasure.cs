using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;

namespace MGen.Report.Figures;

/// <summary>A number by which sets are compared.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Id">The name for programs, without the unit.</param>
/// <param name="Quantity">The kind of number.</param>
/// <param name="Value">Returns the number of a run; <c>null</c> if it has none.</param>
internal sealed record ComparisonMeasure(string Name, string Id, Quantity Quantity, Func<AnalysisResult, double?> Value)
{
    /// <summary>Whether the number is also shown in a chart.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>The values of the runs that have a value.</summary>
    public double[] Values(RunSet set) => [.. set.Runs.Select(Value).OfType<double>()];

    /// <summary>
    /// The mean over the set's runs; NaN if any run has no value. A mean over the other runs would be too good: a
    /// quantile that falls on a missing value is larger than any observed value.
    /// </summary>
    public MeanInterval Mean(RunSet set)
    {
        double[] values = Values(set);
        return MeanInterval.From(values.Length < set.Runs.Count ? [] : values);
    }

    /// <summary>Formats the mean for people.</summary>
    public string Text(RunSet set) => IntervalText.Format(Mean(set), Quantity);

    /// <summary>
    /// The mean for programs. Times are in seconds, shares are from 0 to 1, and the name contains the unit.
    /// </summary>
    public SetMeasure ToSetMeasure(RunSet set)
    {
        MeanInterval interval = Mean(set);
        return new SetMeasure(
            Id + Quantity.ColumnSuffix,
            Known(interval.Mean),
            Known(interval.Low),
            Known(interval.High),
            interval.Runs,
            Text(set)
        );
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
