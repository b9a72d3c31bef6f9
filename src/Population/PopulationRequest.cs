using System.Globalization;
using MGen.Model.Randomness;
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

    /// <summary>Distribution of the number of dyads of a user.</summary>
    public required CountDistribution Dyads { get; init; }

    /// <summary>Distribution of the number of larger groups of a user.</summary>
    public required CountDistribution Groups { get; init; }

    /// <summary>Distribution of the size of a group; values from 3.</summary>
    public required CountDistribution GroupSizes { get; init; }

    /// <summary>What <see cref="GroupSizes"/> describes.</summary>
    public GroupSizeView SizeView { get; init; } = GroupSizeView.Memberships;

    /// <summary>The behaviours, at least one; each user draws one with equal probability.</summary>
    public required IReadOnlyList<BehaviourModel> Models { get; init; }

    /// <summary>
    /// How often each group starts bursts, compared with others of its size; <c>null</c> if all groups of a size are
    /// alike.
    /// </summary>
    public GroupRates? Rates { get; init; }

    /// <summary>
    /// The volume of the chats to which the behaviours were fitted; a warning is given if the population's volume
    /// differs. <c>null</c> if the volume is unknown.
    /// </summary>
    public GroupVolumes? Volumes { get; init; }

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

    /// <summary>
    /// Groups in which every member, except silent ones, waits at least this long are left out; <c>null</c> if all
    /// groups are kept.
    /// </summary>
    public TimeSpan? DormantAfter { get; init; }
}

/// <summary>What a table of group sizes describes.</summary>
public enum GroupSizeView
{
    /// <summary>
    /// The size of a membership's group, as in the original's generator: what users report about their own groups. Each
    /// of the k members counts a group, so the distribution over groups results from dividing the weight of each size k
    /// by k.
    /// </summary>
    Memberships,

    /// <summary>The size of a group, as an observer of all groups counts it.</summary>
    Groups,
}

/// <summary>The arrays of a population.</summary>
internal sealed record PopulationParts
{
    public required ulong Seed { get; init; }

    public required InitialWaitRule WaitRule { get; init; }

    public required IReadOnlyList<BehaviourModel> Models { get; init; }

    public required UserPlace[] Users { get; init; }

    /// <summary>Number of dyads; the dyads are the first groups.</summary>
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

    /// <summary>The rate of each group's idle clock; empty if it is 1 for all groups.</summary>
    public double[] Rates { get; init; } = [];
}

/// <summary>
/// The generators of a population's draws, one per purpose and number. Thus a user's draws depend neither on the number
/// of users nor on the number of threads. Like <see cref="ConversationSeed"/> this is a contract, because it determines
/// the draws of a seed. The pairs of purpose and number differ from all pairs of user and group, because a purpose
/// contains a space and a name does not.
/// </summary>
internal static class PopulationStream
{
    /// <summary>Behaviour, host, and numbers of conversations of a user.</summary>
    public static Xoshiro256 ForUser(ulong seed, int user) => Create(seed, "population user", user);

    /// <summary>The initial waits of a user.</summary>
    public static Xoshiro256 ForWaits(ulong seed, int user) => Create(seed, "population waits", user);

    /// <summary>The pairs of dyads.</summary>
    public static Xoshiro256 ForDyads(ulong seed) => Create(seed, "population dyads", 0);

    /// <summary>The sizes of groups and their members.</summary>
    public static Xoshiro256 ForGroups(ulong seed) => Create(seed, "population groups", 0);

    /// <summary>The servers of groups.</summary>
    public static Xoshiro256 ForServers(ulong seed) => Create(seed, "population servers", 0);

    /// <summary>The rates of groups.</summary>
    public static Xoshiro256 ForRates(ulong seed) => Create(seed, "population rates", 0);

    private static Xoshiro256 Create(ulong seed, string purpose, int number) =>
        ConversationSeed.Create(seed, purpose, number.ToString(CultureInfo.InvariantCulture));
}
