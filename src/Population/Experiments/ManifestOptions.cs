using System.Text.Json.Serialization;

namespace MGen.Population.Experiments;

/// <summary>What was asked for, for a manifest. Paths are as they were typed; <c>null</c> stands for this program's examples.</summary>
public sealed record ManifestOptions
{
    /// <summary>The seed of all draws, and of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Users.</summary>
    public required int Users { get; init; }

    /// <summary>The layout's name on the command line.</summary>
    public required string Layout { get; init; }

    /// <summary>The table of dyads per user.</summary>
    public required string? DyadsFile { get; init; }

    /// <summary>The table of groups per user.</summary>
    public required string? GroupsFile { get; init; }

    /// <summary>The table of group sizes.</summary>
    public required string? GroupSizesFile { get; init; }

    /// <summary>Whose law the table of group sizes is: <c>memberships</c> or <c>groups</c>.</summary>
    public required string GroupSizesOf { get; init; }

    /// <summary>The directory of fits.</summary>
    public required string? ModelsDirectory { get; init; }

    /// <summary>Fits in it.</summary>
    public required int Models { get; init; }

    /// <summary><c>true</c> if users have the lively example; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Lively { get; init; }

    /// <summary>Hosts or shards.</summary>
    public required int Hosts { get; init; }

    /// <summary>Pairs of message and web server.</summary>
    public required int Servers { get; init; }

    /// <summary>Tor processes per host; 0 for none.</summary>
    public required int Tors { get; init; }

    /// <summary>How initial waits were drawn: <c>stationary</c>, <c>residual</c>, <c>original</c>, <c>none</c>.</summary>
    public required string InitialWait { get; init; }

    /// <summary>Groups whose members all wait at least so long were left out; <c>null</c> if all were kept.</summary>
    public required double? DormantAfterSeconds { get; init; }

    /// <summary>How long silent members stay silent.</summary>
    public required double SilentWaitSeconds { get; init; }

    /// <summary>Wait of every conversation before it wakes up.</summary>
    public required double BootstrapSeconds { get; init; }

    /// <summary>Base of the wait before a failed connection is tried again.</summary>
    public required double RetrySeconds { get; init; }

    /// <summary>How long the users talk.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>For how long servers only register members.</summary>
    public required double RegistrationSeconds { get; init; }

    /// <summary>Whether configurations ask for the original's behaviour.</summary>
    public required bool AsOriginal { get; init; }

    /// <summary>The file with the weights of hours; left out if all hours are alike.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RhythmFile { get; init; }

    /// <summary>The date and time of the people at the start; left out if it is left to the programs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? Start { get; init; }
}
