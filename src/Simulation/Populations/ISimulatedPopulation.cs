namespace MGen.Simulation.Populations;

/// <summary>
/// Who talks with whom: groups by number, members of a group by number. A simulation reads one group at a time, from several threads, and
/// keeps nothing of it; so an implementation decides how much memory a conversation costs, and may compute what it is asked for.
/// </summary>
public interface ISimulatedPopulation
{
    /// <summary>How many users there are.</summary>
    int UserCount { get; }

    /// <summary>How many groups there are. Their numbers count from 0; where two events fall on the same instant, the smaller group's is logged first.</summary>
    int GroupCount { get; }

    /// <summary>How many memberships there are: a conversation is one user's part in one group.</summary>
    long ConversationCount { get; }

    /// <summary>The name of a group.</summary>
    string GroupName(int group);

    /// <summary>How many members a group has; at least 1.</summary>
    int MemberCount(int group);

    /// <summary>One member of a group.</summary>
    /// <param name="group">The group's number.</param>
    /// <param name="member">The member's number in it, from 0.</param>
    SimulatedMember Member(int group, int member);

    /// <summary>The name of one member; the same as that of <see cref="Member"/>, for the event log.</summary>
    /// <param name="group">The group's number.</param>
    /// <param name="member">The member's number in it, from 0.</param>
    string UserName(int group, int member) => Member(group, member).User;
}
