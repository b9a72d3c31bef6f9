using System.Text.Json;
using MGen.Analysis.Reading;
using MGen.Analysis.Results;
using MGen.EventLog;

namespace MGen.Analysis;

/// <summary>Builds the result's description of the input.</summary>
internal static class InputBuilder
{
    private const double NanosecondsPerSecond = 1e9;

    public static InputSummary Build(ResultParts parts)
    {
        InputFile[] files =
        [
            .. parts.Outcomes.Select(outcome => outcome.File).OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        ReadTally tally = parts.Reader.Tally;
        return new InputSummary(
            files,
            files.Sum(file => file.Bytes),
            files.Sum(file => file.Lines),
            RejectedByReason(parts.Outcomes),
            [.. parts.Outcomes.SelectMany(outcome => outcome.Rejected.Samples).Take(InputSummary.MaxSamples)],
            tally.FirstNanoseconds / NanosecondsPerSecond,
            tally.LastNanoseconds / NanosecondsPerSecond,
            Enum.GetValues<EventKind>()
                .Where(kind => tally[kind] > 0)
                .ToDictionary(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), kind => tally[kind])
        );
    }

    private static Dictionary<string, long> RejectedByReason(IReadOnlyList<LogOutcome> outcomes) =>
        Enum.GetValues<RejectReason>()
            .Select(reason =>
                (Name: RejectedCount.NameOf(reason), Count: outcomes.Sum(outcome => outcome.Rejected[reason]))
            )
            .Where(entry => entry.Count > 0)
            .ToDictionary(entry => entry.Name, entry => entry.Count);
}
