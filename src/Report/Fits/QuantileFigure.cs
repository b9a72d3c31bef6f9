using System.Globalization;
using MGen.Fitting.Goodness;
using MGen.Report.Charts;
using MGen.Report.Figures;
using MGen.Report.Tables;

namespace MGen.Report.Fits;

/// <summary>The QQ plot of a distribution: each simulated quantile against the same real quantile.</summary>
internal static class QuantileFigure
{
    private static readonly double[] Shown = [5, 25, 50, 75, 90, 95, 99, 99.9];
    private static readonly double[] Called = [50, 90, 99];

    /// <summary>Labels of quantiles closer than this share of the axis would cover each other.</summary>
    private const double LeastGap = 0.12;

    public static Figure Create(LawView law)
    {
        Axis real = law.Axis("real");
        XyChart chart = new()
        {
            Id = $"fit-qq-{law.Slug}",
            Title = $"{law.Name} ({law.Symbol}): quantiles",
            Description =
                $"Simulated against real quantiles. Median {law.Quantity.Text(law.At(50).Simulated)} against {law.Quantity.Text(law.At(50).Real)}, "
                + $"99th percentile {law.Quantity.Text(law.At(99).Simulated)} against {law.Quantity.Text(law.At(99).Real)}.",
            X = real,
            Y = law.Axis("simulated"),
            Series =
            [
                new Series("simulated", 0, [.. law.Quantiles.Select(Place)])
                {
                    HasLine = false,
                    HasMarkers = true,
                    Callouts = [.. Callouts(law, real.Scale)],
                },
            ],
            Reference = [new Point(real.Scale.Low, real.Scale.Low), new Point(real.Scale.High, real.Scale.High)],
            Names = NamePlace.None,
        };
        return new Figure(
            chart,
            $"{law.Note} On the dashed line both are alike; above it simulated values are larger.",
            Numbers(law),
            Data(law)
        );
    }

    private static Point Place(QuantilePair pair) => new(LawView.Place(pair.Real), LawView.Place(pair.Simulated));

    private static IEnumerable<(Point, string)> Callouts(LawView law, Scale scale)
    {
        double last = double.NegativeInfinity;
        foreach (double percent in Called)
        {
            Point at = Place(law.At(percent));
            double place = Math.Max(scale.Fraction(at.X), scale.Fraction(at.Y));
            if (place - last < LeastGap)
                continue;
            last = place;
            yield return (at, string.Create(CultureInfo.InvariantCulture, $"p{percent}"));
        }
    }

    private static Table Numbers(LawView law) =>
        new(
            ["quantile", "real", "simulated"],
            [
                .. Shown
                    .Select(law.At)
                    .Select(pair =>
                        (IReadOnlyList<string>)
                            [
                                $"{CsvText.Number(pair.Percent)} %",
                                law.Quantity.Text(pair.Real),
                                law.Quantity.Text(pair.Simulated),
                            ]
                    ),
            ]
        );

    private static Table Data(LawView law) =>
        new(
            ["percent", "real" + law.ColumnSuffix, "simulated" + law.ColumnSuffix],
            [
                .. law.Quantiles.Select(pair =>
                    (IReadOnlyList<string>)
                        [CsvText.Number(pair.Percent), CsvText.Number(pair.Real), CsvText.Number(pair.Simulated)]
                ),
            ]
        );
}
