using System.Globalization;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;

namespace MGen.Population;

/// <summary>
/// Users, groups, and their memberships, each numbered from 0. Dyads are groups of two and have the lowest group
/// numbers. Immutable and compact: 16 bytes per membership and 16 more if its conversation begins active, 16 per user,
/// and 6 per group (14 with rates).
/// </summary>
/// <remarks>Memberships are numbered group by group: those of group g start at <c>FirstMembership(g)</c>.</remarks>
public sealed class UserPopulation
{
    private readonly UserPlace[] _users;
    private readonly int[] _firstOfGroup;
    private readonly int[] _memberUsers;
    private readonly float[] _waits;
    private readonly int[] _firstOfUser;
    private readonly int[] _byUser;
    private readonly int[] _groupOf;
    private readonly ushort[] _servers;
    private readonly double[] _rates;
    private readonly ActiveMember[] _active;

    internal UserPopulation(PopulationParts parts)
    {
        _users = parts.Users;
        _firstOfGroup = parts.FirstOfGroup;
        _memberUsers = parts.MemberUsers;
        _waits = parts.Waits;
        _servers = parts.Servers;
        _rates = parts.Rates;
        _active = parts.Active;
        Seed = parts.Seed;
        WaitRule = parts.WaitRule;
        Models = parts.Models;
        DyadCount = parts.Dyads;
        _groupOf = MembershipIndex.GroupOfEach(_firstOfGroup);
        (_firstOfUser, _byUser) = MembershipIndex.ByUser(_memberUsers, _users.Length);
    }

    /// <summary>The seed of all draws. The configurations of the run have the same seed.</summary>
    public ulong Seed { get; }

    /// <summary>How <see cref="Membership.Wait"/> is applied.</summary>
    public InitialWaitRule WaitRule { get; }

    /// <summary>The behaviours that users share; <see cref="UserPlace.Model"/> is an index in them.</summary>
    public IReadOnlyList<BehaviourModel> Models { get; }

    /// <summary>Number of users.</summary>
    public int UserCount => _users.Length;

    /// <summary>Number of groups, including dyads.</summary>
    public int GroupCount => _firstOfGroup.Length - 1;

    /// <summary>Number of dyads. They are the groups whose numbers are smaller than this.</summary>
    public int DyadCount { get; }

    /// <summary>Number of memberships: conversations of a run.</summary>
    public int MembershipCount => _memberUsers.Length;

    /// <summary>Name of a user in configurations and logs, as in the original's generator.</summary>
    public static string UserName(int user) => string.Create(CultureInfo.InvariantCulture, $"user{user}");

    /// <summary>Name of a group in configurations and logs, as in the original's generator.</summary>
    public static string GroupName(int group) => string.Create(CultureInfo.InvariantCulture, $"group{group}");

    /// <summary>A user's behaviour and location.</summary>
    public UserPlace PlaceOf(int user) => _users[user];

    /// <summary>A user's behaviour in a group, by the group's size if the behaviour has size classes.</summary>
    public BehaviourModel BehaviourIn(int group, int user) => Models[_users[user].Model].ForSize(SizeOf(group));

    /// <summary>Number of members of a group, including silent ones.</summary>
    public int SizeOf(int group) => _firstOfGroup[group + 1] - _firstOfGroup[group];

    /// <summary>The users of a group, all distinct.</summary>
    public ReadOnlySpan<int> MembersOf(int group) => _memberUsers.AsSpan(_firstOfGroup[group], SizeOf(group));

    /// <summary>The pair of message and web server that a group uses, from 0.</summary>
    public int ServerOf(int group) => _servers[group];

    /// <summary>
    /// The rate of a group (<c>rate</c> in configurations): how often it starts bursts relative to others of its size,
    /// by the speed of its members' idle clocks. 1 if the population has no rates.
    /// </summary>
    public double RateOf(int group) => _rates.Length == 0 ? 1 : _rates[group];

    /// <summary>The first membership of a group; the others follow in the order of <see cref="MembersOf"/>.</summary>
    public int FirstMembership(int group) => _firstOfGroup[group];

    /// <summary>The memberships of a user, in the order of the groups.</summary>
    public ReadOnlySpan<int> MembershipsOf(int user) =>
        _byUser.AsSpan(_firstOfUser[user], _firstOfUser[user + 1] - _firstOfUser[user]);

    /// <summary>The user of a membership; faster than <see cref="MembershipAt"/>.</summary>
    public int UserOf(int number) => _memberUsers[number];

    /// <summary>The group of a membership.</summary>
    public int GroupOf(int number) => _groupOf[number];

    /// <summary>Whether the user of a membership is a silent member.</summary>
    public bool IsSilent(int number) => float.IsNegative(_waits[number]);

    /// <summary>One user's part in one group.</summary>
    public Membership MembershipAt(int number)
    {
        float wait = _waits[number];
        return new Membership(GroupOf(number), UserOf(number), Seconds(Math.Abs(wait)), IsSilent(number))
        {
            Active = ActiveAt(number),
        };
    }

    private ActiveStart? ActiveAt(int membership)
    {
        int index = ActiveMember.IndexFrom(_active, membership);
        if (index == _active.Length || _active[index].Membership != membership)
            return null;
        ActiveMember found = _active[index];
        return new ActiveStart(Seconds(found.Send), Seconds(found.Leave), Seconds(found.Quiet));
    }

    /// <summary>Rounds seconds to milliseconds, as in configurations.</summary>
    private static TimeSpan Seconds(float seconds) =>
        TimeSpan.FromSeconds(Math.Round((double)seconds, 3, MidpointRounding.AwayFromZero));
}

/// <summary>A user's behaviour and location.</summary>
/// <param name="Model">Index in <see cref="UserPopulation.Models"/>.</param>
/// <param name="Host">The simulated host, or in a live run the shard; from 0.</param>
/// <param name="Tor">The Tor process of that host, from 0.</param>
public readonly record struct UserPlace(int Model, int Host, int Tor);

/// <summary>One user's part in one group: a conversation of a run.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="User">The user's number.</param>
/// <param name="Wait">
/// The time before the first message; <see cref="UserPopulation.WaitRule"/> says how it is applied. For a silent member
/// the wait is the conversation's <c>bootstrap</c>, whatever the rule. Stored in single precision (24 significant bits)
/// and rounded to milliseconds as in configurations.
/// </param>
/// <param name="IsSilent">
/// Whether the user fills a place in the group without having drawn a slot. A silent member sends and receives nothing
/// until the wait is over, by default an hour.
/// </param>
public readonly record struct Membership(int Group, int User, TimeSpan Wait, bool IsSilent)
{
    /// <summary>
    /// The spell in progress when the conversation wakes up, instead of a wait; <c>null</c> if it wakes up idle.
    /// </summary>
    public ActiveStart? Active { get; init; }
}

/// <summary>Indexes of memberships.</summary>
internal static class MembershipIndex
{
    /// <summary>The group of each membership.</summary>
    public static int[] GroupOfEach(ReadOnlySpan<int> firstOfGroup)
    {
        int[] groups = new int[firstOfGroup[^1]];
        for (int group = 0; group + 1 < firstOfGroup.Length; group++)
            groups.AsSpan(firstOfGroup[group]..firstOfGroup[group + 1]).Fill(group);
        return groups;
    }

    /// <summary>
    /// All memberships user by user, ascending, and the index in them of each user's first membership. The last index,
    /// one more than there are users, is the number of memberships.
    /// </summary>
    public static (int[] FirstOfUser, int[] ByUser) ByUser(ReadOnlySpan<int> memberUsers, int users)
    {
        int[] first = new int[users + 1];
        foreach (int user in memberUsers)
            first[user + 1]++;
        for (int user = 0; user < users; user++)
            first[user + 1] += first[user];
        int[] next = first[..^1];
        int[] byUser = new int[memberUsers.Length];
        for (int membership = 0; membership < byUser.Length; membership++)
            byUser[next[memberUsers[membership]]++] = membership;
        return (first, byUser);
    }
}
