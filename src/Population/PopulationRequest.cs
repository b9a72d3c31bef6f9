using MGen.Population.Behaviours;
using MGen.Population.Distributions;

namespace MGen.Population;

/// <summary>What a population should be. The population depends on nothing else.</summary>
public sealed record PopulationRequest
{
    /// <summary>Largest number of users.</summary>
    public const int MaxUsers = 10_000_000;

    /// <summary>Largest number of server pairs.</summary>
    public const int MaxServers = 10_000;

    /// <summary>Number of users, from 2 to <see cref="MaxUsers"/>.</summary>
    public required int Users { get; init; }

    /// <summary>Seed of all draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Distribution of the number of a user's dyads.</summary>
    public required CountDistribution Dyads { get; init; }

    /// <summary>Distribution of the number of a user's groups.</summary>
    public required CountDistribution Groups { get; init; }

    /// <summary>Distribution of the size of a group; values from 3.</summary>
    public required CountDistribution GroupSizes { get; init; }

    /// <summary>What <see cref="GroupSizes"/> describes.</summary>
    public GroupSizeView SizeView { get; init; } = GroupSizeView.Memberships;

    /// <summary>The behaviours, at least one; each user draws one with equal probability.</summary>
    public required IReadOnlyList<BehaviourModel> Models { get; init; }

    /// <summary>How much groups of equal size differ in how often they start bursts; <c>null</c>: not at all.</summary>
    public GroupRates? Rates { get; init; }

    /// <summary>Number of hosts, at least 1; each user draws one with equal probability.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>Number of Tor processes per host, at least 1; users are assigned in rotation.</summary>
    public int Tors { get; init; } = 1;

    /// <summary>
    /// Number of pairs of message and web server, from 1 to <see cref="MaxServers"/>; each group draws one with equal
    /// probability.
    /// </summary>
    public int Servers { get; init; } = 1;

    /// <summary>How initial waits are drawn.</summary>
    public InitialWaitRule WaitRule { get; init; } = InitialWaitRule.Residual;

    /// <summary>Draws the first states for <see cref="InitialWaitRule.Stationary"/>.</summary>
    public IStartDraw? StartDraw { get; init; }

    /// <summary>How long silent members stay silent. Default an hour, as in the original.</summary>
    public TimeSpan SilentWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Groups whose members all wait at least this long are left out; <c>null</c>: all are kept.</summary>
    public TimeSpan? DormantAfter { get; init; }
}

/// <summary>What a table of group sizes describes.</summary>
public enum GroupSizeView
{
    /// <summary>
    /// The group of a membership, as in the original's generator: what users report about their own groups. A group of
    /// k members is counted by each of them, so that the distribution of the groups has weights divided by k.
    /// </summary>
    Memberships,

    /// <summary>The groups themselves: what an observer of all groups counts.</summary>
    Groups,
}
