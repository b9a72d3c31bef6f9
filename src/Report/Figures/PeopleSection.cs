using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;

namespace MGen.Report.Figures;

/// <summary>The section on differences between users and conversations.</summary>
internal static class PeopleSection
{
    public static Section Create(IReadOnlyList<RunSet> sets)
    {
        IEnumerable<Figure?> figures =
        [
            New(
                    "users-sent",
                    "Messages sent per user",
                    "messages sent",
                    "users",
                    Quantity.Count,
                    isLog: false,
                    isTail: false
                )
                .Create(sets, run => Sample.From(run.Users.Select(user => (double?)user.Sent))),
            New(
                    "users-median",
                    "Median round trip per user",
                    "median round trip",
                    "users",
                    Quantity.Time,
                    isLog: true,
                    isTail: false
                )
                .Create(
                    sets,
                    run =>
                        Sample.From(
                            run.Users.Where(user => user.Owed > 0)
                                .Select(user => Microseconds.ToPositiveSeconds(user.P50Microseconds))
                        )
                ),
            New(
                    "conversations-sent",
                    "Messages sent per conversation",
                    "messages sent",
                    "conversations",
                    Quantity.Count,
                    isLog: false,
                    isTail: false
                )
                .Create(sets, run => Sample.From(run.Conversations.Sent)),
            New(
                    "conversations-mean",
                    "Mean round trip per conversation",
                    "mean round trip",
                    "conversations",
                    Quantity.Time,
                    isLog: true,
                    isTail: true
                )
                .Create(sets, run => Sample.From(run.Conversations.MeanRoundTripMilliseconds, 1e-3)),
            TimedOut(
                "conversations-timeouts-send",
                "Time-outs per sender's conversation",
                sets,
                conversations => conversations.TimedOutBySender
            ),
            TimedOut(
                "conversations-timeouts-receive",
                "Time-outs per recipient's conversation",
                sets,
                conversations => conversations.TimedOutByRecipient
            ),
        ];
        return new Section(
            "people",
            "Users",
            "Users and conversations",
            [.. figures.OfType<Figure>()],
            UserTable.Create(sets)
        )
        {
            Nothing = "The logs name no user.",
        };
    }

    // If nothing timed out, the curve would lie on the axis, so it is left out; the table of the section of losses
    // shows the zeros.
    private static Figure? TimedOut(
        string id,
        string title,
        IReadOnlyList<RunSet> sets,
        Func<ConversationSpread, Spread> spread
    )
    {
        if (!sets.SelectMany(set => set.Runs).Any(run => spread(run.Conversations).Values.Any(value => value > 0)))
            return null;
        return New(
                id,
                title,
                "share of receipts late or missing",
                "conversations",
                Quantity.Share,
                isLog: false,
                isTail: true
            )
            .Create(sets, run => Sample.From(spread(run.Conversations)));
    }

    private static CurveFigure New(
        string id,
        string title,
        string measure,
        string unit,
        Quantity quantity,
        bool isLog,
        bool isTail
    ) =>
        new()
        {
            Id = id,
            Title = title,
            Measure = measure,
            Unit = unit,
            Quantity = quantity,
            IsLog = isLog,
            IsTail = isTail,
        };
}
