using System.Globalization;
using MGen.Fitting.Imports;
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
            foreach ((EntryRejection reason, long count, IReadOnlyList<ConfigPosition> first) in tally.RejectedPlaces)
                await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{first[0]}: {Words(reason)}; left out ({count} such entries{Others(first)})"));
        }
        int ambiguous = import.Tallies.OfType<InputTally>().Count(tally => tally.Notes.Any(note => note.Contains("another order", StringComparison.Ordinal)));
        if (ambiguous > 0 && !isQuiet)
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"warning: {ambiguous} inputs have dates that may be of another order; --date-order says which"));
    }

    private static string Others(IReadOnlyList<ConfigPosition> first) =>
        first.Count < 2 ? "" : $", also on lines {string.Join(", ", first.Skip(1).Select(at => at.Line.ToString(CultureInfo.InvariantCulture)))}";

    private static string Words(EntryRejection reason) => reason switch
    {
        EntryRejection.BadDate => "no such date or time",
        EntryRejection.DateOutOfRange => "the date is not from 1970 to 2199",
        EntryRejection.NoAuthor => "no author",
        EntryRejection.BadField => "a field is missing or not of its kind",
        EntryRejection.DuplicateField => "a field comes twice",
        EntryRejection.DuplicateNumber => "the message's number comes twice",
        _ => "text before the first message",
    };
}
