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

    public static Figure Create(DistributionView distribution)
    {
        Axis real = distribution.Axis("real");
        XyChart chart = new()
        {
            Id = $"fit-qq-{distribution.Slug}",
            Title = $"{distribution.Name} ({distribution.Symbol}): quantiles",
            Description =
                $"Simulated against real quantiles. Median {distribution.Quantity.Text(distribution.At(50).Simulated)} against {distribution.Quantity.Text(distribution.At(50).Real)}, "
                + $"99th percentile {distribution.Quantity.Text(distribution.At(99).Simulated)} against {distribution.Quantity.Text(distribution.At(99).Real)}.",
            X = real,
            Y = distribution.Axis("simulated"),
            Series =
            [
                new Series("simulated", 0, [.. distribution.Quantiles.Select(Place)])
                {
                    HasLine = false,
                    HasMarkers = true,
                    Callouts = [.. Callouts(distribution, real.Scale)],
                },
            ],
            Reference = [new Point(real.Scale.Low, real.Scale.Low), new Point(real.Scale.High, real.Scale.High)],
            Names = NamePlace.None,
        };
        return new Figure(
            chart,
            $"{distribution.Note} On the dashed line both are alike; above it simulated values are larger.",
            Numbers(distribution),
            Data(distribution)
        );
    }

    private static Point Place(QuantilePair pair) =>
        new(DistributionView.Place(pair.Real), DistributionView.Place(pair.Simulated));

    private static IEnumerable<(Point, string)> Callouts(DistributionView distribution, Scale scale)
    {
        double last = double.NegativeInfinity;
        foreach (double percent in Called)
        {
            Point at = Place(distribution.At(percent));
            double place = Math.Max(scale.Fraction(at.X), scale.Fraction(at.Y));
            if (place - last < LeastGap)
                continue;
            last = place;
            yield return (at, string.Create(CultureInfo.InvariantCulture, $"p{percent}"));
        }
    }

    private static Table Numbers(DistributionView distribution) =>
        new(
            ["quantile", "real", "simulated"],
            [
                .. Shown
                    .Select(distribution.At)
                    .Select(pair =>
                        (IReadOnlyList<string>)
                            [
                                $"{CsvText.Number(pair.Percent)} %",
                                distribution.Quantity.Text(pair.Real),
                                distribution.Quantity.Text(pair.Simulated),
                            ]
                    ),
            ]
        );

    private static Table Data(DistributionView distribution) =>
        new(
            ["percent", "real" + distribution.ColumnSuffix, "simulated" + distribution.ColumnSuffix],
            [
                .. distribution.Quantiles.Select(pair =>
                    (IReadOnlyList<string>)
                        [CsvText.Number(pair.Percent), CsvText.Number(pair.Real), CsvText.Number(pair.Simulated)]
                ),
            ]
        );
}
