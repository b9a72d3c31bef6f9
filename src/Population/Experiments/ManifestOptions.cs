using System.Text.Json.Serialization;

namespace MGen.Population.Experiments;

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

    /// <summary>Number of fits in it.</summary>
    public required int Models { get; init; }

    /// <c>true</c> if users have the lively example; omitted otherwise.
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

    /// <summary>Groups whose members all wait at least this long were left out; <c>null</c> if all were kept.</summary>
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

    /// <summary>The file with the weights of hours; omitted if all hours are equal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RhythmFile { get; init; }

    /// <summary>Local date and time of the users at the start; omitted if the programs decide.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? Start { get; init; }
}
