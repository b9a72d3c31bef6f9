using System.Globalization;
using MGen.Fitting.Imports;
using MGen.Fitting.Reporting;
using MGen.Model.Configuration;

namespace MGen.Tools.ModelFits;

/// <summary>Tells on stderr what became of each input: never of what it says, only where.</summary>
internal static class InputAccount
{
    public static async Task WriteAsync(TextWriter error, ImportResult import, bool isQuiet)
    {
        foreach (ImportProblem problem in import.Problems)
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
    /// What was left out and what was guessed; unless it is to be quiet, also what is no message, on one line.
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
            yield return $"{tally.File}: has no message that is not there twice";
        else if (tally.Messages == 0)
            yield return $"{tally.File}: has no message";
        else if (tally.IsDoubtful)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.File}: doubtful: {tally.NotUnderstood} entries beside {tally.Messages} messages are not understood, more than {InputTally.DoubtfulShare:P0}"
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
