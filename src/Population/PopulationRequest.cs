using MGen.Population.Behaviours;
using MGen.Population.Laws;

namespace MGen.Population;

/// <summary>What a population shall be. Everything follows from this and nothing else.</summary>
public sealed record PopulationRequest
{
    /// <summary>Most users.</summary>
    public const int MaxUsers = 10_000_000;

    /// <summary>Most pairs of servers.</summary>
    public const int MaxServers = 10_000;

    /// <summary>How many users, 2 to <see cref="MaxUsers"/>.</summary>
    public required int Users { get; init; }

    /// <summary>The seed of all draws.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The law of the number of one-to-one conversations of a user.</summary>
    public required CountLaw Dyads { get; init; }

    /// <summary>The law of the number of group conversations of a user.</summary>
    public required CountLaw Groups { get; init; }

    /// <summary>The law of the size of a group; values from 3.</summary>
    public required CountLaw GroupSizes { get; init; }

    /// <summary>Whose law <see cref="GroupSizes"/> is.</summary>
    public GroupSizeView SizeView { get; init; } = GroupSizeView.Memberships;

    /// <summary>The behaviours, of which each user has one, all with the same probability; at least one.</summary>
    public required IReadOnlyList<BehaviourModel> Models { get; init; }

    /// <summary>How much groups of a size differ in how often they begin to talk; <c>null</c>: not at all.</summary>
    public GroupRates? Rates { get; init; }

    /// <summary>How many hosts there are for users; each user is on one, all with the same probability. From 1.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>How many tor processes a host has; users take them in turn. From 1.</summary>
    public int Tors { get; init; } = 1;

    /// <summary>How many pairs of message and web server there are; each group uses one, all with the same probability. 1 to <see cref="MaxServers"/>.</summary>
    public int Servers { get; init; } = 1;

    /// <summary>How initial waits are drawn.</summary>
    public InitialWaitRule WaitRule { get; init; } = InitialWaitRule.Residual;

    /// <summary>Draws the first states of <see cref="InitialWaitRule.Stationary"/>.</summary>
    public Starts.IStartDraw? StartDraw { get; init; }

    /// <summary>How long silent members stay silent; an hour, as in the original.</summary>
    public TimeSpan SilentWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Groups whose members all wait at least this long are left out; <c>null</c> keeps all.</summary>
    public TimeSpan? DormantAfter { get; init; }
}
