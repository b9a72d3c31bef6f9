using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>The section on what was lost or late, and why.</summary>
internal static class LossSection
{
    private static readonly (string Name, Func<MessageCounts, long> Count)[] Fates =
    [
        ("receipts owed", m => m.Owed),
        ("arrived in time", m => m.Acknowledged - m.Late),
        ("came late", m => m.Late),
        ("never came", m => m.NeverAcknowledged),
        ("– of these undecided (sent just before the end)", m => m.Undecided),
        ("deliveries owed", m => m.DeliveriesOwed),
        ("delivered", m => m.Delivered),
        ("lost", m => m.Lost),
        ("arrived more than once", m => m.Duplicates),
        ("arrived but never sent", m => m.Unexpected),
        ("to members who were not awake (not owed)", m => m.ToSleeping),
        ("to oneself (not owed)", m => m.ToSelf),
        ("of senders without a log", m => m.SenderUnknown),
        ("sent under a number used before", m => m.Renumbered),
        ("with a time before their sending", m => m.BeforeSend),
        ("sent in warm-up or cool-down (left out)", m => m.LeftOut),
    ];

    /// <summary>How many of the first rows of <see cref="Fates"/> are shown even if they are 0.</summary>
    private const int AlwaysShown = 8;

    public static Section Create(IReadOnlyList<RunSet> sets)
    {
        BarFigure reasons = new()
        {
            Id = "losses-reasons",
            Title = "What is missing, by the last place where it was seen",
            Measure = "receipts",
            Whole = set => set.Runs.Sum(run => run.Messages.Owed),
        };
        BarFigure errors = new()
        {
            Id = "losses-errors",
            Title = "Errors logged, by kind",
            Measure = "errors",
        };
        BarFigure unread = new()
        {
            Id = "losses-rejected",
            Title = "Lines of the logs that could not be read, by reason",
            Measure = "lines",
            Whole = set => set.Runs.Sum(run => run.Input.Lines),
        };
        IEnumerable<Figure?> figures =
        [
            reasons.Create(sets, run => Readable(run.Losses)),
            errors.Create(sets, run => run.Errors),
            unread.Create(sets, run => Readable(run.Input.Rejected)),
        ];
        return new Section(
            "losses",
            "Losses",
            "Losses and time-outs",
            [.. figures.OfType<Figure>()],
            [
                ("Fates of the messages, summed over runs", FateTable(sets)),
                ("Connections, summed over runs", ConnectionTable(sets)),
            ]
        );
    }

    private static Dictionary<string, long> Readable(IReadOnlyDictionary<string, long> reasons) =>
        reasons
            .GroupBy(reason => ReasonText.Format(reason.Key), StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Sum(reason => reason.Value), StringComparer.Ordinal);

    private static Table FateTable(IReadOnlyList<RunSet> sets) =>
        new(
            ["", .. sets.Select(set => set.Name)],
            [
                .. Fates
                    .Index()
                    .Select(fate =>
                        (
                            fate.Index,
                            fate.Item.Name,
                            Counts: sets.Select(set => set.Runs.Sum(run => fate.Item.Count(run.Messages))).ToArray()
                        )
                    )
                    .Where(row => row.Index < AlwaysShown || row.Counts.Any(count => count > 0))
                    .Select(row =>
                        (IReadOnlyList<string>)[row.Name, .. row.Counts.Select(count => Quantity.Count.Text(count))]
                    ),
            ]
        );

    private static Table ConnectionTable(IReadOnlyList<RunSet> sets)
    {
        (string Name, Func<ConnectionSummary, long> Count)[] rows =
        [
            ("opened by clients", c => c.Opened),
            ("opened again by the same conversation", c => c.Reopened),
            ("dialled by peers at the first attempt", c => c.PeerDialled),
            ("accepted by servers", c => c.Accepted),
            ("registered at servers", c => c.Registered),
            ("failed, as servers saw it", c => c.FailedByStage.Values.Sum()),
            ("found dead by servers", c => c.Terminated),
            ("refused by servers", c => c.Refused.Values.Sum()),
        ];
        return new Table(
            ["", .. sets.Select(set => set.Name)],
            [
                .. rows.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            row.Name,
                            .. sets.Select(set => Quantity.Count.Text(set.Runs.Sum(run => row.Count(run.Connections)))),
                        ]
                ),
            ]
        );
    }
}
