using System.Globalization;
using MGen.Cli;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Fitting.Reporting;
using MGen.Model.Configuration;

namespace MGen.Tools.ModelFits;

/// <summary>Runs a fit: reads, fits, compares, writes.</summary>
internal sealed class FitRun(ProgramWorld world, FitTask task)
{
    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        try
        {
            return await FitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync("mgentools fit: interrupted; the output is incomplete");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await world.Error.WriteLineAsync($"mgentools fit: the output cannot be written: {error.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private async Task<ExitCode> FitAsync(CancellationToken stop)
    {
        ImportResult import;
        FittedUser[] users;
        GoodnessOfFit? goodness = null;
        ClassFit? classes = null;
        using (StepProgress progress = new(world, task.Quiet))
        {
            progress.Begin("reading input", task.Files.Count);
            import = ChatImporter.Import(task.Files, world.WorkingDirectory, task.Import, progress.Step, stop);
            await InputAccount.WriteAsync(world.Error, import, task.Quiet);
            if (await RefuseAsync(import))
                return ExitCode.Usage;
            if (task.Fit.FitsClasses)
            {
                progress.Begin("fitting and simulating", import.Chats.Chats.Count);
                classes = ClassFitter.Fit(import.Chats, task.Fit, task.SimulateFor, stop);
                users = MainModels.ForAll(import.Chats, classes);
            }
            else
            {
                progress.Begin("fitting user", import.Chats.Users);
                users = new UserFitter(import.Chats, task.Fit).FitAll(progress.Step, stop);
                progress.Begin("simulating chats", import.Chats.Chats.Count);
                goodness =
                    task.SimulateFor > TimeSpan.Zero && GoodnessTest.CanRun(task.Fit)
                        ? GoodnessTest.Run(import.Chats, users, task.Fit, task.SimulateFor, stop)
                        : null;
            }
        }
        string[] pseudonyms = Pseudonyms.Create(import.Identities, task.Key);
        FitReport report = FitReportBuilder.Build(import, pseudonyms, users, task.Fit, goodness, classes);
        new FitWriter(task, pseudonyms).Write(import, users, classes, report, stop);
        world.WriteOutput(task.Format == OutputFormat.Json ? report.ToJson() : report.ToText());
        return ExitCode.Ok;
    }

    private async Task<bool> RefuseAsync(ImportResult import)
    {
        string? reason = ReasonToRefuse(import);
        if (reason is not null)
            await world.Error.WriteLineAsync($"mgentools fit: {reason}");
        return reason is not null;
    }

    private string? ReasonToRefuse(ImportResult import)
    {
        if (import.Problems.Count > 0 && !task.SkipBroken)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{import.Problems.Count} of {task.Files.Count} inputs cannot be read; nothing was written (--skip-broken fits the others)"
            );
        if (import.MemberProblems.Count > 0)
            return "the table of members (--members) does not match the inputs; nothing was written";
        return import.Chats.Messages == 0 ? "the inputs contain no message" : null;
    }
}

/// <summary>
/// Reports on stderr how each input was read. Names positions, never content, because chats are private.
/// </summary>
internal static class InputAccount
{
    public static async Task WriteAsync(TextWriter error, ImportResult import, bool isQuiet)
    {
        foreach (ImportProblem problem in import.Problems.Concat(import.MemberProblems))
            await error.WriteLineAsync(problem.ToString());
        foreach (InputTally tally in import.Tallies.OfType<InputTally>())
        {
            foreach (string line in Lines(tally, isQuiet))
                await error.WriteLineAsync(line);
        }
        int ambiguous = import
            .Tallies.OfType<InputTally>()
            .Count(tally => tally.Notes.Any(note => note.Contains("ambiguous", StringComparison.Ordinal)));
        if (ambiguous > 0 && !isQuiet)
            await error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"warning: {ambiguous} inputs have dates of an ambiguous order; --date-order sets it"
                )
            );
    }

    /// <summary>
    /// Returns lines about rejected entries, assumptions, duplicates, notices that contain a colon, and inputs that are
    /// doubtful or have no message; unless quiet, also one about all entries that are not messages.
    /// </summary>
    private static IEnumerable<string> Lines(InputTally tally, bool isQuiet)
    {
        foreach (EntryPlaces<EntryRejection> place in tally.RejectedPlaces)
            yield return Line(place.First, $"{EntryDescriptions.Describe(place.Reason)}; left out", place.Count);
        foreach (EntryPlaces<EntryAssumption> place in tally.AssumedPlaces)
            yield return Line(place.First, EntryDescriptions.Describe(place.Reason), place.Count);
        EntryPlaces<EntrySkip>[] skipped = [.. tally.SkippedPlaces];
        foreach (
            EntryPlaces<EntrySkip> place in skipped.Where(place =>
                place.Reason is EntrySkip.ServiceWithColon or EntrySkip.Doubled
            )
        )
            yield return Line(place.First, $"{EntryDescriptions.Describe(place.Reason)}; no message", place.Count);
        if (skipped.Length > 0 && !isQuiet)
            yield return $"{tally.File}: not messages: {string.Join(", ", skipped.Select(place => string.Create(CultureInfo.InvariantCulture, $"{EntryDescriptions.Describe(place.Reason)} {place.Count}")))}";
        if (tally.Messages == 0 && tally.Doubled > 0)
            yield return $"{tally.File}: all its messages are duplicates";
        else if (tally.Messages == 0)
            yield return $"{tally.File}: has no message";
        else if (tally.IsDoubtful)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.File}: doubtful: {tally.NotUnderstood} entries besides {tally.Messages} messages are not understood, more than {InputTally.DoubtfulShare:P0}"
            );
    }

    private static string Line(IReadOnlyList<ConfigPosition> first, string words, long count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(first[0].Line > 0 ? first[0].ToString() : first[0].File)}: {words} ({count} such {(count == 1 ? "entry" : "entries")}{Others(first)})"
        );

    private static string Others(IReadOnlyList<ConfigPosition> first) =>
        first.Count < 2 || first[0].Line == 0
            ? ""
            : $", also on lines {string.Join(", ", first.Skip(1).Select(at => at.Line.ToString(CultureInfo.InvariantCulture)))}";
}
