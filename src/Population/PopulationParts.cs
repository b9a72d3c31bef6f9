using MGen.Population.Behaviours;

namespace MGen.Population;

/// <summary>The arrays of a population.</summary>
internal sealed record PopulationParts
{
    public required ulong Seed { get; init; }

    public required InitialWaitRule WaitRule { get; init; }

    public required IReadOnlyList<BehaviourModel> Models { get; init; }

    public required UserPlace[] Users { get; init; }

    /// <summary>Number of dyads; they are the first groups.</summary>
    public required int Dyads { get; init; }

    /// <summary>The first membership of each group, and at the end the number of memberships.</summary>
    public required int[] FirstOfGroup { get; init; }

    /// <summary>The user of each membership.</summary>
    public required int[] MemberUsers { get; init; }

    /// <summary>
    /// The wait of each membership in seconds: 0 if it begins active, negative (including -0) for silent members.
    /// </summary>
    public required float[] Waits { get; init; }

    /// <summary>The conversations that begin active, ascending by membership.</summary>
    public ActiveMember[] Active { get; init; } = [];

    /// <summary>The server pair of each group.</summary>
    public required ushort[] Servers { get; init; }

    /// <summary>The rate of each group's idle clock; empty: 1 for all.</summary>
    public double[] Rates { get; init; } = [];
}
