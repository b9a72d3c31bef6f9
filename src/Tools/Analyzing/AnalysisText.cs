using System.Globalization;
using System.Text;
using MGen.Analysis;
using MGen.Analysis.Results;

namespace MGen.Tools.Analyzing;

/// <summary>
/// Formats an analysis for people: verdict and identity, volumes, latency, losses, the generator's own health,
/// warnings.
/// </summary>
internal static class AnalysisText
{
    private const double MicrosecondsPerMillisecond = 1e3;
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Formats the text; every line ends with a line feed.</summary>
    /// <param name="result">The analysis.</param>
    /// <param name="directory">The directory of the written files; <c>null</c> if none were written.</param>
    public static string Format(AnalysisResult result, string? directory)
    {
        StringBuilder text = new();
        foreach ((string label, string line) in Lines(result))
            text.Append(CultureInfo.InvariantCulture, $"{label, -13}{line}\n");
        if (directory is not null)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{"files", -13}{AnalysisFile.Name} and the original's *.mgen.json in {directory}\n"
            );
        return text.ToString();
    }

    private static IEnumerable<(string Label, string Line)> Lines(AnalysisResult result)
    {
        MessageCounts messages = result.Messages;
        yield return ("run", Identity(result));
        yield return (
            "read",
            $"files {Count(result.Input.Files.Count)}   {Count(result.Input.Bytes / 1e6)} MB   lines {Count(result.Input.Lines)}   rejected {Count(result.Input.Rejected.Values.Sum())}"
        );
        yield return (
            "population",
            $"users {Count(result.Users.Count)}   groups {Count(result.Conversations.Groups)}   conversations {Count(result.Conversations.Count)}"
        );
        yield return (
            "messages",
            $"sent {Count(messages.Sent)}   delivered {Count(messages.Delivered)} of {Count(messages.DeliveriesOwed)} ({Percent(messages.DeliveryRatio)})   lost {Count(messages.Lost)}   left out {Count(messages.LeftOut)}"
        );
        yield return (
            "receipts",
            $"owed {Count(messages.Owed)}   arrived {Count(messages.Acknowledged)}   late {Count(messages.Late)}   never {Count(messages.NeverAcknowledged)}   timed out {Percent(messages.TimedOutRatio)} (> {Number(result.Settings.TimeoutSeconds)} s)"
        );
        yield return ("round trip", Times(result.RoundTrip));
        if (result.Delivery.Total > 0)
            yield return ("delivery", Times(result.Delivery));
        if (result.ToServer.Total > 0)
            yield return ("to server", Times(result.ToServer));
        if (result.Attachments.Sent > 0)
            yield return (
                "attachments",
                $"sent {Count(result.Attachments.Sent)} ({Count(result.Attachments.SentBytes / 1e6)} MB)   up {Count(Math.Max(result.Attachments.Uploaded, result.Attachments.UploadsAsked))}   down {Count(Math.Max(result.Attachments.Downloaded, result.Attachments.DownloadsAsked))}"
            );
        yield return (
            "losses",
            result.Losses.Count == 0
                ? "none"
                : string.Join("   ", result.Losses.Select(loss => $"{ReasonText.Format(loss.Key)} {Count(loss.Value)}"))
        );
        if (result.Errors.Count > 0)
            yield return (
                "errors",
                string.Join("   ", result.Errors.Take(5).Select(error => $"{error.Key} x{Count(error.Value)}"))
            );
        if (Self(result.Generator) is { Length: > 0 } self)
            yield return ("self", self);
        foreach (string warning in result.Warnings)
            yield return ("warning", warning);
    }

    private static string Identity(AnalysisResult result)
    {
        double seconds = (result.Input.LastUnixSeconds - result.Input.FirstUnixSeconds) ?? 0;
        string identity =
            $"{result.Verdict.ToString().ToLowerInvariant()}   {seconds.ToString("N1", CultureInfo.InvariantCulture)} s   {result.Label}";
        return result.Run is { } run
            ? $"{identity}   seed {run.Seed}   config {run.ConfigHash}   v{run.ProgramVersion}"
            : identity;
    }

    private static string Self(GeneratorHealth self)
    {
        List<string> parts = [];
        if (self.ScheduleLag.Count > 0)
            parts.Add(
                $"schedule lag p99 {Time(self.ScheduleLag.P99Microseconds)}   max {Time(self.ScheduleLag.MaxMicroseconds)}"
            );
        else if (self.ScheduleLagP99Microseconds is not null)
            parts.Add(
                $"schedule lag p99 {Time(self.ScheduleLagP99Microseconds)}   max {Time(self.ScheduleLagMaxMicroseconds)}"
            );
        if (self.GcPauseMicroseconds is not null)
            parts.Add($"GC pauses {Time(self.GcPauseMicroseconds)} in all");
        return string.Join("   ", parts);
    }

    private static string Times(LatencyDistribution times) =>
        times.Total == 0
            ? "none"
            : $"p50 {Time(times.P50Microseconds)}   p90 {Time(times.P90Microseconds)}   p99 {Time(times.P99Microseconds)}   p99.9 {Time(times.P999Microseconds)}   max {Time(times.MaxMicroseconds)}   (n = {Count(times.Count)}, never {Count(times.Missing)})";

    /// <summary>Formats a time in ms or s; "never" for a quantile that falls on a missing value.</summary>
    private static string Time(long? microseconds) =>
        microseconds switch
        {
            null => "never",
            < 999_500 => $"{Number(microseconds.Value / MicrosecondsPerMillisecond)} ms",
            _ => $"{Number(microseconds.Value / MicrosecondsPerSecond)} s",
        };

    private static string Number(double number) =>
        number.ToString(
            number < 9.995 ? "0.##"
                : number < 99.95 ? "0.#"
                : "N0",
            CultureInfo.InvariantCulture
        );

    private static string Percent(double? ratio) =>
        ratio is { } share ? (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Count(double count) =>
        count.ToString(
            count is > 0 and < 10 && count != Math.Floor(count) ? "0.##" : "N0",
            CultureInfo.InvariantCulture
        );
}
