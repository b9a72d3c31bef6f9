namespace MGen.Simulation.Populations;

/// <summary>
/// A population by numbers of groups and of members in a group. A simulation reads one group at a time, from several
/// threads, and stores nothing of it: the implementation decides how much memory a conversation needs, and may compute
/// values on request.
/// </summary>
public interface ISimulatedPopulation
{
    /// <summary>Number of users.</summary>
    int UserCount { get; }

    /// <summary>
    /// Number of groups, which are numbered from 0. Of two events at the same instant, the one of the smaller group is
    /// logged first.
    /// </summary>
    int GroupCount { get; }

    /// <summary>Number of memberships; each is one conversation.</summary>
    long ConversationCount { get; }

    /// <summary>Name of a group.</summary>
    string GroupName(int group);

    /// <summary>Number of members of a group, at least 1.</summary>
    int MemberCount(int group);

    /// <summary>One member of a group.</summary>
    /// <param name="group">The group's number.</param>
    /// <param name="member">The member's number in the group, from 0.</param>
    SimulatedMember Member(int group, int member);

    /// <summary>Name of one member, equal to that of <see cref="Member"/>, for the event log.</summary>
    /// <param name="group">The group's number.</param>
    /// <param name="member">The member's number in the group, from 0.</param>
    string UserName(int group, int member) => Member(group, member).User;
}
