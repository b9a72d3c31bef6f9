using System.Globalization;
using MGen.Analysis.Reading;
using MGen.Analysis.Results;
using MGen.Analysis.Roster;
using MGen.EventLog;

namespace MGen.Analysis;

/// <summary>Builds the warnings of a result.</summary>
internal static class WarningList
{
    /// <summary>Most files that are named individually.</summary>
    private const int MaxNamed = 20;

    /// <summary>Most strangers that are named.</summary>
    private const int MaxStrangers = 5;

    public static IReadOnlyList<string> Build(ResultParts parts, InputSummary input, MessageCounts messages)
    {
        List<string> warnings = [.. parts.Run.Warnings];
        warnings.AddRange(AboutFiles(input));
        warnings.AddRange(AboutClocks(parts.Outcomes));
        if (parts.Strangers.Count > 0)
            warnings.Add(
                Text(
                    $"{parts.Strangers.Count:N0} users are named by a single line in their group and not counted as members: {Names(parts.Strangers)}"
                )
            );
        warnings.AddRange(AboutLines(input));
        warnings.AddRange(AboutMessages(messages, parts.Window));
        if (parts.Reader.Tally[EventKind.Send] + parts.Reader.Tally[EventKind.Receive] == 0)
            warnings.Add("there is no log of a client or peer with a message: only servers' lines are counted");
        if (parts.Reader.UnknownAuthors > 0)
            warnings.Add(
                Text(
                    $"the original's tool would abort: {parts.Reader.UnknownAuthors:N0} receipts are of members that no configuration names"
                )
            );
        warnings.AddRange(parts.Run.Summary?.Warnings.Select(warning => $"the run itself: {warning}") ?? []);
        return warnings;
    }

    private static IEnumerable<string> AboutFiles(InputSummary input)
    {
        InputFile[] failed = [.. input.Files.Where(file => file.Failure is not null)];
        foreach (InputFile file in failed.Take(MaxNamed))
            yield return $"{file.Path}: {(file.Lines > 0 ? "read only in part" : "cannot be read")}: {file.Failure}";
        if (failed.Length > MaxNamed)
            yield return Text(
                $"{failed.Length - MaxNamed:N0} more files could not be read to their ends; input.files names them"
            );
    }

    private static IEnumerable<string> AboutClocks(IReadOnlyList<LogOutcome> outcomes)
    {
        LogOutcome[] back =
        [
            .. outcomes
                .Where(outcome => outcome.Clock.Count > 0)
                .OrderBy(outcome => outcome.File.Path, StringComparer.Ordinal),
        ];
        foreach (LogOutcome outcome in back.Take(MaxNamed))
            yield return Text(
                $"{outcome.File.Path}:{outcome.Clock.FirstLine}: the clock goes back ({outcome.Clock.Count:N0} times in this log, by up to {outcome.Clock.Farthest.TotalSeconds:N1} s): latencies that span a step back are doubtful"
            );
        if (back.Length > MaxNamed)
            yield return Text($"{back.Length - MaxNamed:N0} more logs have clocks that go back");
    }

    private static string Names(IReadOnlyList<Conversation> strangers)
    {
        string names = string.Join(
            ", ",
            strangers
                .Take(MaxStrangers)
                .Select(stranger => $"{stranger.User.Name} in {stranger.Group.Name}")
                .Order(StringComparer.Ordinal)
        );
        return strangers.Count > MaxStrangers ? names + ", ..." : names;
    }

    private static IEnumerable<string> AboutLines(InputSummary input)
    {
        foreach ((string reason, long count) in input.Rejected)
            yield return Text($"{count:N0} of {input.Lines:N0} lines could not be read: {reason}");
    }

    private static IEnumerable<string> AboutMessages(MessageCounts messages, TimeWindow window)
    {
        if (messages.Sent == 0 && messages.LeftOut > 0)
            yield return Text(
                $"all {messages.LeftOut:N0} messages fall in the warm-up of {window.Warmup.TotalSeconds:N0} s or the cool-down; set --warmup"
            );
        if (messages.Undecided > 0)
            yield return Text(
                $"{messages.Undecided:N0} of the {messages.NeverAcknowledged:N0} missing receipts may have arrived after the logs' end; see --cooldown"
            );
        if (messages.ToSleeping > 0)
            yield return Text(
                $"{messages.ToSleeping:N0} deliveries are not counted, because their recipients were not awake yet when they were sent"
            );
        if (messages.Duplicates > 0)
            yield return Text(
                $"{messages.Duplicates:N0} deliveries, receipts or sends appear twice; was a log given twice?"
            );
        if (messages.Renumbered > 0)
            yield return Text(
                $"{messages.Renumbered:N0} messages have the number of an earlier one: was a client restarted?"
            );
        if (messages.Unexpected > 0)
            yield return Text(
                $"{messages.Unexpected:N0} deliveries or receipts are of messages that their sender's log does not have: a log is incomplete, or the server delivered messages of an earlier run (start a fresh server for each run)"
            );
        if (messages.SenderUnknown > 0)
            yield return Text(
                $"{messages.SenderUnknown:N0} deliveries or receipts are of senders whose log is not available"
            );
        if (messages.BeforeSend > 0)
            yield return Text(
                $"{messages.BeforeSend:N0} lines have a time before their message's send: clocks differ, the server delivered messages of an earlier run, or the sender is an original, which logs a message after it has handed it over (within milliseconds); latencies are doubtful"
            );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
