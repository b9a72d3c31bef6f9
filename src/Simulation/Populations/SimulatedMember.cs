using MGen.Model.Configuration;
using MGen.Model.Conversations;

namespace MGen.Simulation.Populations;

/// <summary>What a simulation needs to know about one user in one group before the run.</summary>
public readonly record struct SimulatedMember
{
    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>Seed of the user's draws; <c>null</c>: the run's seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Model of the conversation.</summary>
    public required ConversationModel Model { get; init; }

    /// <summary>How the user takes part.</summary>
    public MemberKind Kind { get; init; }

    /// <summary>The recipients' numbers in the group; <c>null</c>: all other members.</summary>
    public IReadOnlySet<int>? Recipients { get; init; }

    /// <summary>Wait before the conversation wakes up, counted from the end of its start stagger.</summary>
    public TimeSpan Bootstrap { get; init; }

    /// <summary>
    /// Time from waking up (for a peer: from the start) to the first message; <c>null</c>: drawn from the model's idle
    /// distribution (i).
    /// </summary>
    public TimeSpan? FirstIdle { get; init; }

    /// <summary>The spell in progress at waking up, instead of an idle time; <c>null</c>: none.</summary>
    public ActiveStart? FirstActive { get; init; }

    /// <summary>Which parts of the user's large messages are transferred, in both directions.</summary>
    public AttachmentMode Attachments { get; init; }
}

/// <summary>How a member takes part in a group.</summary>
public enum MemberKind
{
    /// <summary>
    /// Through a message server: with a start stagger, a connection that registers, and attachments through a web
    /// server.
    /// </summary>
    Client,

    /// <summary>
    /// Without a server: no stagger, the first idle delay counts from the start instead of from waking up, and each
    /// frame is sent whole to each recipient.
    /// </summary>
    Peer,
}

/// <summary>
/// A population whose groups, and the members of a group, are addressed by number. Each thread of a simulation reads
/// one group at a time and keeps no reference to it. So the implementation decides how much memory a conversation
/// needs, and may compute values on request.
/// </summary>
public interface ISimulatedPopulation
{
    /// <summary>Number of users.</summary>
    int UserCount { get; }

    /// <summary>
    /// Number of groups, which are numbered from 0. Of two events at the same instant, the one of the group with the
    /// smaller number is logged first.
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
