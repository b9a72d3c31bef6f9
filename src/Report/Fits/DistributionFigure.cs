using MGen.Fitting.Goodness;
using MGen.Report.Charts;
using MGen.Report.Figures;
using MGen.Report.Quantities;
using MGen.Report.Tables;

namespace MGen.Report.Fits;

/// <summary>The real and simulated distribution functions of a quantity, drawn through their percentiles.</summary>
internal static class DistributionFigure
{
    private static readonly double[] Shown = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999];

    private static readonly (string Name, Func<QuantilePair, long> Value)[] Sides =
    [
        ("real", pair => pair.Real),
        ("simulated", pair => pair.Simulated),
    ];

    public static Figure Create(DistributionView distribution)
    {
        XyChart chart = new()
        {
            Id = $"fit-cdf-{distribution.Slug}",
            Title = $"{distribution.Name} ({distribution.Symbol}): distribution functions",
            Description = $"Share of values at or below, real and simulated. {distribution.Note}",
            X = distribution.Axis(distribution.Measure),
            Y = new Axis("share at or below", Quantity.Probability, new LinearScale(0, 1)),
            Series =
            [
                .. Sides.Select(
                    (side, color) =>
                        new Series(
                            side.Name,
                            color,
                            [
                                .. distribution.Quantiles.Select(pair => new Point(
                                    DistributionView.Place(side.Value(pair)),
                                    pair.Percent / 100
                                )),
                            ]
                        )
                ),
            ],
            Names = NamePlace.Corner,
            IsReadByHeight = true,
        };
        return new Figure(chart, "From the 1st to the 99.9th percentile.", Numbers(distribution), Data(distribution));
    }

    private static Table Numbers(DistributionView distribution) =>
        new(
            ["share at or below", .. Sides.Select(side => side.Name)],
            [
                .. Shown.Select(share =>
                    (IReadOnlyList<string>)
                        [
                            Quantity.Probability.Text(share),
                            .. Sides.Select(side =>
                                distribution.Quantity.Text(side.Value(distribution.At(share * 100)))
                            ),
                        ]
                ),
            ]
        );

    private static Table Data(DistributionView distribution) =>
        new(
            ["side", "share", "value" + distribution.ColumnSuffix],
            [
                .. Sides.SelectMany(side =>
                    distribution.Quantiles.Select(pair =>
                        (IReadOnlyList<string>)
                            [side.Name, CsvText.Number(pair.Percent / 100), CsvText.Number(side.Value(pair))]
                    )
                ),
            ]
        );
}
