using System.Text.Json.Serialization;

namespace MGen.Population.Statistics;

/// <summary>Compares a finished population with the request. Everything is counted in the population itself.</summary>
public sealed record Realisation
{
    /// <summary>
    /// A smaller p-value is a failure. For each compared distribution, a correct draw fails once in a million.
    /// </summary>
    public const double FalseAlarmRate = 1e-6;

    /// <summary>Number of users.</summary>
    public required int Users { get; init; }

    /// <summary>Number of groups, including dyads.</summary>
    public required int Groups { get; init; }

    /// <summary>Number of dyads.</summary>
    public required int Dyads { get; init; }

    /// <summary>Number of memberships, including silent ones. Each is a conversation of a run.</summary>
    public required long Memberships { get; init; }

    /// <summary>The memberships of dyads.</summary>
    public required SlotAccount DyadSlots { get; init; }

    /// <summary>The memberships of larger groups.</summary>
    public required SlotAccount GroupSlots { get; init; }

    /// <summary>
    /// Dyads beyond the first of the same two users. Above 0 only if users want almost as many dyads as there are
    /// users, or if a user's silent partner is also a partner in another dyad.
    /// </summary>
    public required long RepeatedPairs { get; init; }

    /// <summary>
    /// Number of members who occur a second time in one group. Always 0, unless the program has a bug.
    /// </summary>
    public required long DoubleMembers { get; init; }

    /// <summary>
    /// The share of the requested group sizes that exceeds the number of users who want to be in a group; such sizes
    /// are not drawn.
    /// </summary>
    public required double GroupSizeShareOutOfReach { get; init; }

    /// <summary>Mean initial wait of memberships that are not silent, in seconds.</summary>
    public required double MeanWaitSeconds { get; init; }

    /// <summary>Share of memberships, without silent ones, that wait less than an hour.</summary>
    public required double ShareWaitingUnderAnHour { get; init; }

    /// <summary>The comparisons of distributions, which include dormant groups.</summary>
    [JsonPropertyName("laws")]
    public required IReadOnlyList<DistributionFit> Distributions { get; init; }

    /// <summary>Whether every membership is accounted for.</summary>
    public bool IsComplete =>
        DyadSlots is { Lost: 0, UsersOff: 0 } && GroupSlots is { Lost: 0, UsersOff: 0 } && DoubleMembers == 0;

    /// <summary>Whether all distributions pass the test.</summary>
    public bool Fits => Distributions.All(distribution => distribution.PValue is null or >= FalseAlarmRate);
}

/// <summary>What became of the slots that users drew, counted in the finished population.</summary>
/// <param name="Asked">Slots that the users' draws ask for.</param>
/// <param name="Realised">Memberships, without silent ones.</param>
/// <param name="Dormant">
/// Memberships of groups that were left out because nothing happens in them during the run.
/// </param>
/// <param name="Silent">Silent memberships, which fill a place in a group.</param>
/// <param name="UsersOff">Users whose number of memberships, including dormant ones, differs from their draw.</param>
public sealed record SlotAccount(long Asked, long Realised, long Dormant, long Silent, int UsersOff)
{
    /// <summary>Slots that have no membership. Always 0, unless the program has a bug.</summary>
    public long Lost => Asked - Realised - Dormant;
}
