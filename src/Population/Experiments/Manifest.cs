using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Population.Statistics;

namespace MGen.Population.Experiments;

/// <summary>
/// The content of an experiment and its origin: <c>manifest.json</c>, in the format of
/// <c>docs/schemas/generate.schema.json</c>.
/// </summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Program">Version of the program that wrote the manifest; another version may draw differently.</param>
/// <param name="Ok">Whether all memberships are accounted for and no test of a distribution fails.</param>
/// <param name="Options">The request.</param>
/// <param name="Realised">The result.</param>
public sealed record Manifest(int Version, string Program, bool Ok, ManifestOptions Options, Realisation Realised)
{
    /// <summary>The expected volume of messages.</summary>
    public required ExpectedVolume Expected { get; init; }

    /// <summary>Name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Current version of the schema.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The text of the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.Manifest) + "\n";
}

/// <summary>
/// Serializer generated at build time, because programs that are compiled ahead of time have no reflection.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;

/// <summary>
/// The request, as stored in a manifest. Paths are as typed; <c>null</c> denotes the built-in examples.
/// </summary>
public sealed record ManifestOptions
{
    /// <summary>Seed of all draws, and of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Number of users.</summary>
    public required int Users { get; init; }

    /// <summary>Name of the layout on the command line.</summary>
    public required string Layout { get; init; }

    /// <summary>The table of dyads per user.</summary>
    public required string? DyadsFile { get; init; }

    /// <summary>The table of groups per user.</summary>
    public required string? GroupsFile { get; init; }

    /// <summary>The table of group sizes.</summary>
    public required string? GroupSizesFile { get; init; }

    /// <summary>What the table of group sizes describes: <c>memberships</c> or <c>groups</c>.</summary>
    public required string GroupSizesOf { get; init; }

    /// <summary>The directory of fits.</summary>
    public required string? ModelsDirectory { get; init; }

    /// <summary>Number of fits in the directory of fits, or of built-in behaviours.</summary>
    public required int Models { get; init; }

    /// <summary><c>true</c> if users have the lively example; omitted otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Lively { get; init; }

    /// <summary>Number of hosts or shards.</summary>
    public required int Hosts { get; init; }

    /// <summary>Number of pairs of message and web server.</summary>
    public required int Servers { get; init; }

    /// <summary>Number of Tor processes per host; 0 for none.</summary>
    public required int Tors { get; init; }

    /// <summary>
    /// How initial waits were drawn: <c>stationary</c>, <c>residual</c>, <c>original</c>, <c>none</c>.
    /// </summary>
    public required string InitialWait { get; init; }

    /// <summary>
    /// Groups in which every member, except silent ones, waits at least this long were left out; <c>null</c> if all
    /// groups were kept.
    /// </summary>
    public required double? DormantAfterSeconds { get; init; }

    /// <summary>How long silent members stay silent.</summary>
    public required double SilentWaitSeconds { get; init; }

    /// <summary>Wait of every conversation before it wakes up.</summary>
    public required double BootstrapSeconds { get; init; }

    /// <summary>Base of the delay before a failed connection is retried.</summary>
    public required double RetrySeconds { get; init; }

    /// <summary>How long users send messages.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>How long servers only register members.</summary>
    public required double RegistrationSeconds { get; init; }

    /// <summary>Whether configurations request the original's behaviour.</summary>
    public required bool AsOriginal { get; init; }

    /// <summary>The file with the weights of the hours of the week; omitted if all hours are equal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RhythmFile { get; init; }

    /// <summary>
    /// Local date and time of the users at the start; omitted if the programs take the current time in UTC.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? Start { get; init; }
}

/// <summary>Writes the peers' hosts file: a line per user with address, port and name.</summary>
internal static class HostsFile
{
    /// <summary>
    /// Writes the file. The address of a Tor user is their own name, which a script that runs Tor replaces by the name
    /// of their onion service, as in the original.
    /// </summary>
    public static void Write(string path, UserPopulation population, ExperimentPlan plan, ExperimentOptions options)
    {
        using StreamWriter file = new(path);
        for (int user = 0; user < population.UserCount; user++)
        {
            string name = UserPopulation.UserName(user);
            string address = options.Tors > 0 ? name : plan.HostAddress(population.PlaceOf(user).Host);
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{address}:{plan.PeerPort(user)} {name}\n"));
        }
    }
}
