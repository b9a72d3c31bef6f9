using MGen.Fitting.Goodness;
using MGen.Report.Charts;
using MGen.Report.Figures;
using MGen.Report.Quantities;
using MGen.Report.Tables;

namespace MGen.Report.Fits;

/// <summary>
/// The fit at a glance: means of the parameters that are single numbers, and the distance of each user's distributions
/// from the real ones.
/// </summary>
internal static class ShareSection
{
    public static Section Create(GoodnessOfFit? goodness) =>
        new("glance", "At a glance", "At a glance", goodness is null ? [] : [.. Figures(goodness)], [])
        {
            Nothing = "The chats were not simulated, so there is nothing to compare.",
        };

    private static IEnumerable<Figure> Figures(GoodnessOfFit goodness)
    {
        if (Shares(goodness) is { } shares)
            yield return shares;
        if (UserDistanceFigure.Create(goodness.Distributions) is { } distances)
            yield return distances;
    }

    private static Figure? Shares(GoodnessOfFit goodness)
    {
        (string Name, double? Value, int Color)[] shares =
        [
            ("s real", goodness.RealActivateOnSend, 0),
            ("s simulated", goodness.SimulatedActivateOnSend, 1),
            ("r real", goodness.RealActivateOnReceive, 0),
            ("r simulated", goodness.SimulatedActivateOnReceive, 1),
        ];
        (string Name, double? Value, int Color)[] known = [.. shares.Where(share => share.Value is not null)];
        if (known.Length == 0)
            return null;
        BarChart chart = new()
        {
            Id = "fit-shares",
            Title = "Messages that begin a spell of activity",
            Description = string.Join(", ", known.Select(share => $"{share.Name}: {Text(share.Value)}")) + ".",
            Quantity = Quantity.Share,
            Bars =
            [
                .. known.Select(share => new BarRow(share.Name, Math.Round(share.Value!.Value, 3), "", share.Color)),
            ],
        };
        return new Figure(
            chart,
            "s: share of the messages sent while idle; r: of those received while idle. Means over the users who have them in both.",
            new Table(
                ["parameter", "mean"],
                [.. known.Select(share => (IReadOnlyList<string>)[share.Name, Text(share.Value)])]
            ),
            new Table(
                ["parameter", "mean_share"],
                [.. known.Select(share => (IReadOnlyList<string>)[share.Name, CsvText.Number(share.Value!.Value)])]
            )
        );
    }

    private static string Text(double? share) => Quantity.Share.Text(Math.Round(share ?? double.NaN, 3));
}
