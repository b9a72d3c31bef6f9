using System.Globalization;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;
using MGen.Population.Starts;

namespace MGen.Population;

/// <summary>
/// Who talks with whom: users, groups, and their memberships. Users, groups and memberships are numbers from 0; dyads are groups of two and come
/// first. Immutable, and made for millions: about 20 bytes per membership, 12 per user and 6 per group.
/// </summary>
/// <remarks>Memberships are numbered group by group, so that a group's are <c>FirstMembership(g)</c> and the following.</remarks>
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
        (_users, _firstOfGroup, _memberUsers, _waits, _servers) = (parts.Users, parts.FirstOfGroup, parts.MemberUsers, parts.Waits, parts.Servers);
        _rates = parts.Rates;
        _active = parts.Active;
        (Seed, WaitRule, Models, DyadCount) = (parts.Seed, parts.WaitRule, parts.Models, parts.Dyads);
        _groupOf = MembershipIndex.GroupOfEach(_firstOfGroup);
        (_firstOfUser, _byUser) = MembershipIndex.ByUser(_memberUsers, _users.Length);
    }

    /// <summary>The seed that everything was drawn from; also the seed of the run that its configurations ask for.</summary>
    public ulong Seed { get; }

    /// <summary>What <see cref="Membership.Wait"/> means.</summary>
    public InitialWaitRule WaitRule { get; }

    /// <summary>The behaviours that users share; <see cref="UserPlace.Model"/> is an index into them.</summary>
    public IReadOnlyList<BehaviourModel> Models { get; }

    /// <summary>How many users there are.</summary>
    public int UserCount => _users.Length;

    /// <summary>How many groups there are, dyads included.</summary>
    public int GroupCount => _firstOfGroup.Length - 1;

    /// <summary>How many of the groups are dyads: those with the numbers below this one.</summary>
    public int DyadCount { get; }

    /// <summary>How many memberships there are: conversations of a run.</summary>
    public int MembershipCount => _memberUsers.Length;

    /// <summary>The name of a user in configurations and logs, as the original's generator gives it.</summary>
    public static string UserName(int user) => string.Create(CultureInfo.InvariantCulture, $"user{user}");

    /// <summary>The name of a group in configurations and logs, as the original's generator gives it.</summary>
    public static string GroupName(int group) => string.Create(CultureInfo.InvariantCulture, $"group{group}");

    /// <summary>A user's behaviour and place.</summary>
    public UserPlace PlaceOf(int user) => _users[user];

    /// <summary>How a user behaves in a group: by the group's size, where the user's behaviour knows classes of size.</summary>
    public BehaviourModel BehaviourIn(int group, int user) => Models[_users[user].Model].ForSize(SizeOf(group));

    /// <summary>How many members a group has, silent ones included.</summary>
    public int SizeOf(int group) => _firstOfGroup[group + 1] - _firstOfGroup[group];

    /// <summary>The users of a group, all different.</summary>
    public ReadOnlySpan<int> MembersOf(int group) => _memberUsers.AsSpan(_firstOfGroup[group], SizeOf(group));

    /// <summary>Which pair of message and web server, from 0, a group uses.</summary>
    public int ServerOf(int group) => _servers[group];

    /// <summary>
    /// How often a group begins to talk, compared with others of its size: the speed of its members' idle clocks, <c>rate</c> in configurations. 1 if the
    /// population's models tell of no differences between groups.
    /// </summary>
    public double RateOf(int group) => _rates.Length == 0 ? 1 : _rates[group];

    /// <summary>The first membership of a group; its members' follow in the order of <see cref="MembersOf"/>.</summary>
    public int FirstMembership(int group) => _firstOfGroup[group];

    /// <summary>The memberships of a user, in the order of the groups.</summary>
    public ReadOnlySpan<int> MembershipsOf(int user) => _byUser.AsSpan(_firstOfUser[user], _firstOfUser[user + 1] - _firstOfUser[user]);

    /// <summary>The user of a membership: without what <see cref="MembershipAt"/> looks up besides.</summary>
    public int UserOf(int number) => _memberUsers[number];

    /// <summary>The group of a membership.</summary>
    public int GroupOf(int number) => _groupOf[number];

    /// <summary>Whether the user of a membership only fills a place in the group.</summary>
    public bool IsSilent(int number) => float.IsNegative(_waits[number]);

    /// <summary>One user's part in one group.</summary>
    public Membership MembershipAt(int number)
    {
        float wait = _waits[number];
        return new Membership(GroupOf(number), UserOf(number), Seconds(Math.Abs(wait)), IsSilent(number)) { Active = ActiveAt(number) };
    }

    private ActiveStart? ActiveAt(int membership)
    {
        int index = ActiveMember.IndexFrom(_active, membership);
        if (index == _active.Length || _active[index].Membership != membership)
            return null;
        ActiveMember found = _active[index];
        return new ActiveStart(Seconds(found.Send), Seconds(found.Leave), Seconds(found.Quiet));
    }

    /// <summary>Seconds as configurations have them: to the millisecond.</summary>
    private static TimeSpan Seconds(float seconds) => TimeSpan.FromSeconds(Math.Round((double)seconds, 3, MidpointRounding.AwayFromZero));
}
