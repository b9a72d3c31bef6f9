using System.Text.Json;
using MGen.Model.Configuration;
using MGen.Population.Statistics;

namespace MGen.Tools.Checking;

/// <summary>The result of <c>check</c> for a program; the contract is <c>docs/schemas/check.schema.json</c>.</summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Ok">Whether a run could start.</param>
/// <param name="Summary">The counts.</param>
/// <param name="Errors">All errors.</param>
internal sealed record CheckReport(int Version, bool Ok, CheckSummary Summary, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>What is accepted but doubtful; a run could start.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];

    /// <summary>
    /// How much the people are expected to write; <c>null</c> if there are errors, or no conversations.
    /// </summary>
    public ExpectedVolume? Expected { get; init; }

    private const int CurrentVersion = 1;

    public static CheckReport Of(
        IReadOnlyList<ConfigError> errors,
        IReadOnlyList<ConfigError> notes,
        CheckSummary summary
    ) => new(CurrentVersion, errors.Count == 0, summary, errors) { Notes = notes };

    public string ToJson() => JsonSerializer.Serialize(this, CheckJson.Default.CheckReport) + "\n";
}
