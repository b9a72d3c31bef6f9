using MGen.Report.Quantities;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Formats means over runs for people.</summary>
internal static class IntervalText
{
    /// <summary>The note under each chart with bands; the foot of the page explains the bands.</summary>
    public const string BandNote = "Bands: 95 % confidence.";

    /// <summary>A half width of at most this share of the mean is a rounding error of 0.</summary>
    private const double Nothing = 1e-12;

    /// <summary>Mean, bounds and number of runs for a CSV file.</summary>
    public static IReadOnlyList<string> Cells(MeanInterval interval) =>
        [
            CsvText.Number(interval.Mean),
            CsvText.Number(interval.Low),
            CsvText.Number(interval.High),
            CsvText.Number(interval.Runs),
        ];

    /// <summary>Formats <c>41 ms</c>, or <c>41 ± 3 ms</c> for several runs; a dash without an interval.</summary>
    public static string Format(MeanInterval? interval, Quantity quantity) =>
        interval switch
        {
            null => "–",
            { IsKnown: true } known when known.HalfWidth > Math.Abs(known.Mean) * Nothing => quantity.Interval(
                known.Mean,
                known.HalfWidth
            ),
            { } single => quantity.Text(single.Mean),
        };
}
