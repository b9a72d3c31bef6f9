using System.Globalization;
using MGen.Fitting.Races;
using MGen.Fitting.Reporting;
using MGen.Report.Figures;
using MGen.Report.Quantities;
using MGen.Report.Tables;

namespace MGen.Report.Fits;

/// <summary>
/// A fit by chat size class: real chats compared with the same chats simulated, before and after calibration.
/// </summary>
internal static class ClassSection
{
    public static IEnumerable<Section> Create(ClassReport? classes)
    {
        if (classes is null)
            return [];
        IReadOnlyList<(string, Table)> tables =
            classes.Compared.Count == 0
                ? []
                :
                [
                    ("Real / simulated before calibration / after it", Volumes(classes)),
                    ("Expected volume and calibration factors", Expectations(classes)),
                ];
        return
        [
            new Section("classes", "Chat size classes", "Chat size classes", [], tables)
            {
                Nothing = "The chats were not simulated, so nothing is calibrated or compared.",
            },
        ];
    }

    private static Table Volumes(ClassReport classes) =>
        new(
            [
                "members",
                "chats",
                "messages",
                "messages per burst",
                "median reply time",
                "KS of gaps",
                "KS of hours",
                "spread of volumes, log10",
            ],
            [
                .. classes.Compared.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            row.Class,
                            Quantity.Count.Text(row.Chats),
                            Three(row, figures => Quantity.Count.Text(Math.Round(figures.Messages))),
                            Three(row, figures => Number(figures.MeanBurst, "0.0")),
                            Three(row, figures => Quantity.Time.Text(figures.MedianAnswerSeconds ?? double.NaN)),
                            $"{Number(row.GapDistanceBefore, "0.000")} / {Number(row.GapDistanceAfter, "0.000")}",
                            Number(row.HourDistance, "0.000"),
                            Three(row, figures => Number(figures.VolumeSpread, "0.00")),
                        ]
                ),
            ]
        );

    private static Table Expectations(ClassReport classes) =>
        new(
            [
                "members",
                "messages per member and day, real",
                "expected",
                "branching ratio",
                "factor of replies",
                "of continuing",
                "of starting",
                "variance of rates",
                "mean rate of random groups",
                "simulations stopped early",
            ],
            [
                .. classes.Compared.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            row.Class,
                            Number(row.RealMessagesPerMemberAndDay, "0.00"),
                            Number(row.MessagesPerMemberAndDay, "0.00"),
                            Number(row.BranchingRatio, "0.000"),
                            Number(row.AnswerFactor, "0.00"),
                            Number(row.ContinueFactor, "0.00"),
                            Number(row.BeginFactor, "0.00"),
                            Number(row.RateVariance, "0.00"),
                            Number(row.MeanRate, "0.00"),
                            Quantity.Count.Text(row.CappedChats),
                        ]
                ),
            ]
        )
        {
            Note = string.Join(" ", classes.Fallbacks),
        };

    private static string Three(ClassComparison row, Func<ClassStatistics, string> text) =>
        $"{text(row.Real)} / {text(row.Before)} / {text(row.After)}";

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
