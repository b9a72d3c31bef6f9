using System.Globalization;
using MGen.Analysis.Results;
using MGen.Fitting.Goodness;
using MGen.Report.Charts;
using MGen.Report.Figures;
using MGen.Report.Quantities;
using MGen.Report.Tables;

namespace MGen.Report.Fits;

/// <summary>
/// The distance between each user's real and simulated distributions, one curve per distribution. The curves show
/// whether a bad fit concerns all users or a few.
/// </summary>
internal static class UserDistanceFigure
{
    private static readonly double[] ShownShares = [0.25, 0.5, 0.75, 0.9, 1];

    /// <summary>Creates the figure; <c>null</c> if no user has both distributions.</summary>
    public static Figure? Create(IReadOnlyList<DistributionComparison> distributions)
    {
        DistributionComparison[] known = [.. distributions.Where(one => one.UserKsDistances.Count > 0)];
        if (known.Length == 0)
            return null;
        XyChart chart = new()
        {
            Id = "fit-users",
            Title = "Distance of each user's simulated distributions from the real ones",
            Description =
                string.Join(
                    ", ",
                    known.Select(one => $"{one.Symbol}: half of the users up to {Text(one.UserKsDistances, 0.5)}")
                ) + ".",
            X = new Axis("KS distance of a user's distribution", Quantity.Probability, new LinearScale(0, 1)),
            Y = new Axis("share of users at or below", Quantity.Probability, new LinearScale(0, 1)),
            Series = [.. known.Select((one, color) => new Series(one.Symbol, color, Curve(one.UserKsDistances)))],
            Names = NamePlace.Corner,
            IsReadByHeight = true,
        };
        return new Figure(
            chart,
            $"n (users): {string.Join(" · ", known.Select(one => $"{one.Symbol} {Quantity.Count.Text(one.Users)}"))}. With few messages a distribution is rough: two samples of it are far from each other.",
            new Table(
                ["share of users", .. known.Select(one => one.Symbol)],
                [
                    .. ShownShares.Select(share =>
                        (IReadOnlyList<string>)
                            [Quantity.Share.Text(share), .. known.Select(one => Text(one.UserKsDistances, share))]
                    ),
                ]
            ),
            new Table(
                ["law", "ks_distance"],
                [
                    .. known.SelectMany(one =>
                        one.UserKsDistances.Select(distance =>
                            (IReadOnlyList<string>)[one.Symbol, CsvText.Number(distance)]
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>
    /// Returns a point per hundredth of the users, so that the page does not grow with the number of users.
    /// </summary>
    private static Point[] Curve(IReadOnlyList<double> distances) =>
        [
            new Point(distances[0], 0),
            .. Enumerable
                .Range(1, 100)
                .Select(percent => percent / 100.0)
                .Select(share => new Point(At(distances, share), share)),
        ];

    private static double At(IReadOnlyList<double> ascending, double share) =>
        ascending[(int)QuantileRank.For(ascending.Count, share) - 1];

    private static string Text(IReadOnlyList<double> distances, double share) =>
        At(distances, share).ToString("0.000", CultureInfo.InvariantCulture);
}
