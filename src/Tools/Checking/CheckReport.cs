using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Population.Statistics;

namespace MGen.Tools.Checking;

/// <summary>The result of <c>check</c> as JSON. The schema is <c>docs/schemas/check.schema.json</c>.</summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Ok">Whether a run could start.</param>
/// <param name="Summary">The counts.</param>
/// <param name="Errors">All errors.</param>
internal sealed record CheckReport(int Version, bool Ok, CheckSummary Summary, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>Problems that do not prevent a run.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];

    /// <summary>The expected volume of messages; <c>null</c> if there are errors or no conversations.</summary>
    public ExpectedVolume? Expected { get; init; }

    private const int CurrentVersion = 1;

    public static CheckReport From(
        IReadOnlyList<ConfigError> errors,
        IReadOnlyList<ConfigError> notes,
        CheckSummary summary
    ) => new(CurrentVersion, errors.Count == 0, summary, errors) { Notes = notes };

    public string ToJson() => JsonSerializer.Serialize(this, CheckJson.Default.CheckReport) + "\n";
}

/// <summary>The numbers of things in configurations. If there are errors, all other numbers are 0.</summary>
/// <param name="Users">Users, one per file.</param>
/// <param name="Conversations">
/// Conversations of all users. In a run, each conversation of a client is a connection.
/// </param>
/// <param name="Groups">Distinct groups.</param>
/// <param name="Models">Distinct <c>distributions</c> blocks in use.</param>
/// <param name="Distributions">Distinct distributions in use, by name.</param>
/// <param name="Errors">Errors.</param>
internal sealed record CheckSummary(
    int Users,
    int Conversations,
    int Groups,
    int Models,
    IReadOnlyDictionary<string, int> Distributions,
    int Errors
)
{
    /// <summary>Counts configurations of clients.</summary>
    public static CheckSummary From(LoadResult result) =>
        From(result.Users.Count, [.. result.Users.SelectMany(user => user.Conversations)], result.Errors.Count);

    /// <summary>Counts configurations of peers.</summary>
    public static CheckSummary From(PeerLoadResult result) =>
        From(result.Users.Count, [.. result.Users.SelectMany(user => user.Conversations)], result.Errors.Count);

    /// <summary>Formats one line for people.</summary>
    public override string ToString() =>
        Errors > 0
            ? string.Create(CultureInfo.InvariantCulture, $"failed: {Counted(Errors, "error")}\n")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"ok: {Counted(Users, "user")}, {Counted(Conversations, "conversation")}, {Counted(Groups, "group")}, {DistributionsText()}\n"
            );

    private static CheckSummary From(int users, ConfiguredConversation[] conversations, int errors)
    {
        HashSet<object> models = new(
            conversations.Select(conversation => conversation.Model),
            ReferenceEqualityComparer.Instance
        );
        return new CheckSummary(
            users,
            conversations.Length,
            conversations.Select(conversation => conversation.Group).Distinct().Count(),
            models.Count,
            DistributionNames.Count(models.Cast<ConversationModel>()),
            errors
        );
    }

    private string DistributionsText()
    {
        string counted = Counted(Distributions.Values.Sum(), "distribution");
        string byName = string.Join(
            ", ",
            Distributions.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value}"))
        );
        return byName.Length == 0 ? counted : $"{counted} ({byName})";
    }

    private static string Counted(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}

/// <summary>Counts distributions by their names in configurations.</summary>
internal static class DistributionNames
{
    /// <summary>
    /// Returns how many distinct distributions of each name the models have, in ordinal order of the names.
    /// </summary>
    public static IReadOnlyDictionary<string, int> Count(IEnumerable<ConversationModel> models)
    {
        HashSet<object> distributions = new(models.SelectMany(Parts), ReferenceEqualityComparer.Instance);
        return new SortedDictionary<string, int>(distributions.CountBy(Name).ToDictionary(), StringComparer.Ordinal);
    }

    private static IEnumerable<object> Parts(ConversationModel model) =>
        [model.MessageBlocks, model.IdleDelay, model.QuietTimeout, model.DelayAfterSend, model.DelayAfterReceive];

    private static string Name(object distribution) =>
        distribution switch
        {
            PoissonSize => "Poisson",
            BinomialSize => "Binomial",
            GeometricSize => "Geometric",
            HypergeometricSize => "Hypergeometric",
            WeightedSize or WeightedTime => "Weighted",
            NormalTime => "Normal",
            LogNormalTime => "LogNormal",
            UniformTime => "Uniform",
            ExponentialTime => "Exp",
            ParetoTime => "Pareto",
            _ => throw new ArgumentOutOfRangeException(
                nameof(distribution),
                distribution,
                "a distribution without a name"
            ),
        };
}

/// <summary>Source-generated serialisation, because programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class CheckJson : JsonSerializerContext;
