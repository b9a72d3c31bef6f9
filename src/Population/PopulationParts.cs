using MGen.Population.Behaviours;
using MGen.Population.Starts;

namespace MGen.Population;

/// <summary>What a population is made of.</summary>
internal sealed record PopulationParts
{
    public required ulong Seed { get; init; }

    public required InitialWaitRule WaitRule { get; init; }

    public required IReadOnlyList<BehaviourModel> Models { get; init; }

    public required UserPlace[] Users { get; init; }

    /// <summary>How many of the groups are dyads; they come first.</summary>
    public required int Dyads { get; init; }

    /// <summary>The first membership of each group, and after the last group the number of memberships.</summary>
    public required int[] FirstOfGroup { get; init; }

    /// <summary>The user of each membership.</summary>
    public required int[] MemberUsers { get; init; }

    /// <summary>The wait of each membership in seconds: 0 for those that begin active, negative (also -0) for silent members.</summary>
    public required float[] Waits { get; init; }

    /// <summary>The conversations that begin active, ascending by membership.</summary>
    public ActiveMember[] Active { get; init; } = [];

    /// <summary>The server pair of each group.</summary>
    public required ushort[] Servers { get; init; }

    /// <summary>How fast the idle clock of each group runs; empty: that of all alike.</summary>
    public double[] Rates { get; init; } = [];
}
