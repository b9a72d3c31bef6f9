using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>The users of a set with the worst results, as many as a person reads.</summary>
internal static class UserTable
{
    /// <summary>
    /// Rows per set. All users of a large run would take many megabytes; <c>analysis.json</c> has them.
    /// </summary>
    public const int MostRows = 15;

    public static IReadOnlyList<(string Caption, Table Table)> Create(IReadOnlyList<RunSet> sets) =>
        [
            .. sets.Where(set => set.Runs.Any(run => run.Users.Count > 0))
                .Select(set => (Caption(sets, set), Create(set))),
        ];

    private static string Caption(IReadOnlyList<RunSet> sets, RunSet set) =>
        "Users with the most receipts late or missing, then the slowest" + (sets.Count == 1 ? "" : $": {set.Name}");

    private static Table Create(RunSet set)
    {
        bool isOne = set.Runs.Count == 1;
        int users = set.Runs.Sum(run => run.Users.Count);
        IEnumerable<(AnalysisResult Run, UserResult User)> worst = set
            .Runs.SelectMany(run => run.Users.Select(user => (run, user)))
            .OrderByDescending(entry => entry.user.TimedOut)
            .ThenByDescending(entry => entry.user.P99Microseconds ?? entry.user.MaxMicroseconds ?? 0)
            .ThenBy(entry => entry.user.User, StringComparer.Ordinal)
            .Take(MostRows);
        return new Table(
            [
                "user",
                .. isOne ? (string[])[] : ["run"],
                "conversations",
                "sent",
                "receipts owed",
                "late or missing",
                "p50",
                "p90",
                "p99",
                "max",
            ],
            [.. worst.Select(entry => Row(entry.Run, entry.User, isOne))]
        )
        {
            NameColumns = isOne ? 1 : 2,
            Note =
                users > MostRows
                    ? $"{Quantity.Count.Text(users - MostRows)} more users are left out; analysis.json lists all."
                    : "",
        };
    }

    private static IReadOnlyList<string> Row(AnalysisResult run, UserResult user, bool isOne) =>
        [
            user.User,
            .. isOne ? (string[])[] : [run.Label],
            Quantity.Count.Text(user.Conversations),
            Quantity.Count.Text(user.Sent),
            Quantity.Count.Text(user.Owed),
            Quantity.Count.Text(user.TimedOut),
            Microseconds.Text(user.P50Microseconds),
            Microseconds.Text(user.P90Microseconds),
            Microseconds.Text(user.P99Microseconds),
            Microseconds.Text(user.MaxMicroseconds),
        ];
}
