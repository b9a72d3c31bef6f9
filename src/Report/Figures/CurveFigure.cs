using MGen.Report.Charts;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Cumulative distributions, one curve per set, with a band over its runs.</summary>
internal sealed class CurveFigure
{
    private static readonly double[] ShownProbabilities = [0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];
    private static readonly (double Probability, string Name)[] Called =
    [
        (0.5, "p50"),
        (0.9, "p90"),
        (0.99, "p99"),
        (0.999, "p99.9"),
    ];

    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What the values are, as in <c>round-trip time</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>What has these values, in the plural, as in <c>receipts</c>.</summary>
    public required string Unit { get; init; }

    public required Quantity Quantity { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool IsLog { get; init; } = true;

    /// <summary>Whether the vertical axis stretches the tail of the distribution.</summary>
    public bool IsTail { get; init; } = true;

    /// <summary>A further remark.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Creates the figure; <c>null</c> if no set has a curve.</summary>
    public Figure? Create(IReadOnlyList<RunSet> sets, Func<Analysis.Results.AnalysisResult, Sample> sample)
    {
        Curve[] all =
        [
            .. sets.Select((set, color) => new Curve(set.Name, color, QuantileCurve.Create(set.Runs.Select(sample)))),
        ];
        Curve[] curves = [.. all.Where(curve => curve.Values.Points.Count > 0)];
        if (curves.Length == 0)
            return null;
        XyChart chart = new()
        {
            Id = Id,
            Title = Title,
            Description = Describe(curves),
            X = new Axis(Measure + (IsLog ? " (log scale)" : ""), Quantity, XScale(curves)),
            Y = new Axis($"share of {Unit} at or below", Quantity.Probability, YScale(curves)),
            Series = [.. curves.Select(curve => ToSeries(curve, isAlone: curves.Length == 1))],
            Names = curves.Length == 1 ? NamePlace.None : NamePlace.Corner,
            IsReadByHeight = true,
        };
        return new Figure(chart, Note(curves) + Absent(all), Shown(curves), Data(curves));
    }

    private Scale XScale(Curve[] curves)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Values.Points).SelectMany(point => Drawn(point.Value))];
        double largest = values.Max();
        if (!IsLog)
            return LinearScale.FromZero(largest, Quantity);
        // Zeros have no position on this axis: the chart clips their points.
        double[] positive = [.. values.Where(value => value > 0)];
        return positive.Length == 0 ? LogScale.Around(0.001, 1) : LogScale.Around(positive.Min(), largest);
    }

    /// <summary>
    /// The numbers drawn for a value: its mean and, if its interval is known, both ends of the interval.
    /// </summary>
    private static double[] Drawn(MeanInterval value) =>
        value.IsKnown ? [value.Mean, value.Low, value.High] : [value.Mean];

    private Scale YScale(Curve[] curves) =>
        IsTail ? TailLogScale.UpTo(curves.Max(curve => curve.Values.Points[^1].Probability)) : new LinearScale(0, 1);

    private Series ToSeries(Curve curve, bool isAlone)
    {
        (double Probability, MeanInterval Value)[] banded =
        [
            .. curve.Values.Points.Where(point => point.Value.IsKnown),
        ];
        return new Series(
            curve.Name,
            curve.Color,
            [.. curve.Values.Line().Select(point => new Point(point.Value, point.Probability))]
        )
        {
            BandLow = [.. banded.Select(point => new Point(point.Value.Low, point.Probability))],
            BandHigh = [.. banded.Select(point => new Point(point.Value.High, point.Probability))],
            Callouts = isAlone && IsTail ? [.. Callouts(curve.Values)] : [],
            Dash = isAlone ? null : Palette.Dash(curve.Color),
        };
    }

    private IEnumerable<(Point, string)> Callouts(QuantileCurve curve) =>
        from called in Called
        let value = curve.At(called.Probability)
        where value is not null
        select (new Point(value.Value.Mean, called.Probability), $"{called.Name} {Quantity.Text(value.Value.Mean)}");

    private string Describe(Curve[] curves) =>
        $"Cumulative distribution of the {Measure}. "
        + string.Join(
            " ",
            curves.Select(curve => $"{curve.Name}: median {TextAt(curve, 0.5)}, 99th percentile {TextAt(curve, 0.99)}.")
        );

    private string TextAt(Curve curve, double probability) =>
        IntervalText.Format(curve.Values.At(probability), Quantity);

    private string Note(Curve[] curves)
    {
        string counts = string.Join(
            " · ",
            curves.Select(curve =>
                (curves.Length == 1 ? "n = " : curve.Name + " ")
                + Quantity.Count.Text(curve.Values.Total)
                + (curves.Length == 1 ? " " + Unit : "")
                + (curve.Values.Runs > 1 ? $" in {curve.Values.Runs} runs" : "")
                + (curve.Values.Missing > 0 ? $", {Quantity.Count.Text(curve.Values.Missing)} never came" : "")
            )
        );
        string what = curves.Length == 1 ? "" : $"n ({Unit}): ";
        string band = curves.Any(curve => curve.Values.Runs > 1) ? $" {IntervalText.BandNote}" : "";
        return $"{what}{counts}.{band}{(Remark.Length == 0 ? "" : " " + Remark)}";
    }

    // States that a set has no curve although something was owed; otherwise it would look like a set that was not
    // measured.
    private static string Absent(Curve[] all)
    {
        string names = string.Join(
            ", ",
            all.Where(curve => curve.Values.Points.Count == 0 && curve.Values.Total > 0).Select(curve => curve.Name)
        );
        return names.Length == 0 ? "" : $" Not drawn, since a run has no values: {names}.";
    }

    private Table Shown(Curve[] curves) =>
        new(
            ["probability", .. curves.Select(curve => curve.Name)],
            [
                .. ShownProbabilities
                    .Where(p => curves.Any(curve => curve.Values.At(p) is not null))
                    .Select(p =>
                        (IReadOnlyList<string>)
                            [Quantity.Probability.Text(p), .. curves.Select(curve => TextAt(curve, p))]
                    ),
            ]
        );

    private Table Data(Curve[] curves)
    {
        string unit = Quantity.ColumnSuffix;
        return new Table(
            ["set", "probability", "mean" + unit, "low95" + unit, "high95" + unit, "runs"],
            [
                .. curves.SelectMany(curve =>
                    curve.Values.Points.Select(point =>
                        (IReadOnlyList<string>)
                            [curve.Name, CsvText.Number(point.Probability), .. IntervalText.Cells(point.Value)]
                    )
                ),
            ]
        );
    }

    private sealed record Curve(string Name, int Color, QuantileCurve Values);
}
