using MGen.Report.Quantities;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Means over runs for people.</summary>
internal static class IntervalText
{
    /// <summary>Under each chart with bands; the page's foot tells the rest.</summary>
    public const string BandNote = "Bands: 95 % confidence.";

    /// <summary>What remains of a spread of 0 after rounding.</summary>
    private const double Nothing = 1e-12;

    /// <summary>Mean, bounds and number of runs for a CSV file.</summary>
    public static IReadOnlyList<string> Cells(MeanInterval interval) =>
        [CsvText.Number(interval.Mean), CsvText.Number(interval.Low), CsvText.Number(interval.High), CsvText.Number(interval.Runs)];

    /// <summary><c>41 ms</c>, or <c>41 ± 3 ms</c> of several runs; a dash of none.</summary>
    public static string Of(MeanInterval? interval, Quantity quantity) => interval switch
    {
        null => "–",
        { IsKnown: true } known when known.HalfWidth > Math.Abs(known.Mean) * Nothing => quantity.Interval(known.Mean, known.HalfWidth),
        { } single => quantity.Text(single.Mean),
    };
}
