using System.Globalization;
using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Tables;

namespace MGen.Report.Pages;

/// <summary>Tables of the facts that are needed to repeat each run, and of the inputs of its analysis.</summary>
internal static class RunTables
{
    private const int MostRuns = 100;

    public static IEnumerable<(string Caption, Table Table)> Create(IReadOnlyList<RunSet> sets)
    {
        (RunSet Set, AnalysisResult Run)[] runs = [.. sets.SelectMany(set => set.Runs.Select(run => (set, run)))];
        string left =
            runs.Length > MostRuns ? $"{runs.Length - MostRuns} more runs are left out; --format json lists all." : "";
        yield return (
            "Identity",
            new Table(
                [
                    "set",
                    "run",
                    "verdict",
                    "seed",
                    "config",
                    "version",
                    "host",
                    "engine",
                    "started (UTC)",
                    "logs span",
                    "users",
                    "groups",
                    "conversations",
                ],
                [.. runs.Take(MostRuns).Select(run => Identity(run.Set, run.Run))]
            )
            {
                NameColumns = 2,
                Note = left,
            }
        );
        yield return (
            "Analysis",
            new Table(
                [
                    "set",
                    "run",
                    "messages",
                    "files",
                    "lines",
                    "unread lines",
                    "log bytes",
                    "time-out",
                    "warm-up",
                    "cool-down",
                    "analysed by",
                ],
                [.. runs.Take(MostRuns).Select(run => Analysis(run.Set, run.Run))]
            )
            {
                NameColumns = 2,
                Note = left,
            }
        );
    }

    private static IReadOnlyList<string> Identity(RunSet set, AnalysisResult run) =>
        [
            set.Name,
            run.Label,
            RunVerdicts.Word(run.Verdict),
            run.Run?.Seed?.ToString(CultureInfo.InvariantCulture) ?? "–",
            run.Run?.ConfigHash ?? "–",
            run.Run?.ProgramVersion ?? "–",
            run.Run?.Host ?? "–",
            run.Run?.Engine ?? "–",
            IdentityText.Start(run) + (run.Settings.Simulated ? " simulated" : ""),
            Quantity.Clock.Text(IdentityText.Duration(run)),
            Quantity.Count.Text(run.Users.Count),
            Quantity.Count.Text(run.Conversations.Groups),
            Quantity.Count.Text(run.Conversations.Count),
        ];

    private static IReadOnlyList<string> Analysis(RunSet set, AnalysisResult run) =>
        [
            set.Name,
            run.Label,
            Quantity.Count.Text(run.Messages.Sent),
            Quantity.Count.Text(run.Input.Files.Count),
            Quantity.Count.Text(run.Input.Lines),
            Quantity.Count.Text(run.Input.Rejected.Values.Sum()),
            Quantity.Bytes.Text(run.Input.Bytes),
            Quantity.Time.Text(run.Settings.TimeoutSeconds),
            Quantity.Clock.Text(run.Settings.WarmupSeconds),
            Quantity.Clock.Text(run.Settings.CooldownSeconds),
            run.ProgramVersion,
        ];
}
