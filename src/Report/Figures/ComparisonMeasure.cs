using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;

namespace MGen.Report.Figures;

/// <summary>A number by which sets are compared.</summary>
/// <param name="Name">For people.</param>
/// <param name="Id">For programs, without the unit.</param>
/// <param name="Quantity">What it measures.</param>
/// <param name="Value">The number of a run; <c>null</c> if it has none.</param>
internal sealed record ComparisonMeasure(string Name, string Id, Quantity Quantity, Func<AnalysisResult, double?> Value)
{
    /// <summary>Whether it has a chart, too.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>One value for each run that has one.</summary>
    public double[] Values(RunSet set) => [.. set.Runs.Select(Value).OfType<double>()];

    /// <summary>
    /// The mean over the set's runs; of nothing if a run has no value. A mean over the others would flatter the set: a quantile among what never came
    /// is larger than any.
    /// </summary>
    public MeanInterval Of(RunSet set)
    {
        double[] values = Values(set);
        return MeanInterval.Of(values.Length < set.Runs.Count ? [] : values);
    }

    /// <summary>The mean for people.</summary>
    public string Text(RunSet set) => IntervalText.Of(Of(set), Quantity);

    /// <summary>The mean for programs: in seconds, shares from 0 to 1 and counts, with the unit in the name.</summary>
    public SetMeasure ToSetMeasure(RunSet set)
    {
        MeanInterval interval = Of(set);
        return new SetMeasure(Id + Quantity.ColumnSuffix, Known(interval.Mean), Known(interval.Low), Known(interval.High), interval.Runs, Text(set));
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
