using System.Globalization;
using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;

namespace MGen.Report.Pages;

/// <summary>Describes the runs of a report in one line.</summary>
internal static class IdentityText
{
    public static string Format(IReadOnlyList<RunSet> sets) =>
        sets is [{ Runs: [AnalysisResult run] }] ? One(run) : Many(sets);

    /// <summary>The time from the first to the last line of the logs; NaN without lines.</summary>
    public static double Duration(AnalysisResult run) =>
        run.Input.LastUnixSeconds - run.Input.FirstUnixSeconds ?? double.NaN;

    /// <summary>
    /// The time of the first line, in UTC to the second; a dash without lines, or for a time near or beyond the limits
    /// of <see cref="DateTimeOffset"/>.
    /// </summary>
    public static string Start(AnalysisResult run) =>
        run.Input.FirstUnixSeconds is { } first and > -6e10 and < 2.5e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(first).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "–";

    private static string One(AnalysisResult run)
    {
        RunIdentity? identity = run.Run;
        string?[] parts =
        [
            $"started {Start(run)} UTC{(run.Settings.Simulated ? " (simulated time)" : "")}",
            $"logs span {Quantity.Clock.Text(Duration(run))}",
            identity?.Seed is { } seed ? $"seed {seed}" : null,
            identity?.ConfigHash is { } hash ? $"config {hash}" : null,
            identity?.ProgramVersion is { } version ? $"made by version {version}" : null,
            identity?.Host is { Length: > 0 } host ? $"on host {host}" : null,
            identity?.Engine is { } engine ? $"TLS by {engine}" : null,
            $"{Quantity.Count.Text(run.Users.Count)} users, {Quantity.Count.Text(run.Conversations.Groups)} groups, {Quantity.Count.Text(run.Conversations.Count)} conversations",
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    private static string Many(IReadOnlyList<RunSet> sets) =>
        string.Join(
            " · ",
            sets.Select(set =>
                $"{set.Name}: {set.Runs.Count} run{(set.Runs.Count == 1 ? "" : "s")}, {Quantity.Count.Text(set.Runs.Sum(run => run.Messages.Sent))} messages"
            )
        );
}
