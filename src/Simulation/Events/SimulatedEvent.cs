using MGen.EventLog;

namespace MGen.Simulation.Events;

/// <summary>
/// An event of the log before it has names: 48 bytes without a reference, so that millions can be sorted and put into a file as they are.
/// The order of events is by time, then by group, then as they were recorded in the group.
/// </summary>
internal struct SimulatedEvent : IComparable<SimulatedEvent>
{
    /// <summary>When, in ticks since the start of the run.</summary>
    public long At;

    /// <summary>The group's number.</summary>
    public int Group;

    /// <summary>Counts the group's events as they are recorded; wraps after 2^32 of them, which no group of a simulated year has.</summary>
    public uint Number;

    /// <summary>Whose event it is, by number in the group.</summary>
    public int Member;

    /// <summary>The other member: the sender of what arrived.</summary>
    public int Other;

    /// <summary>The message's number.</summary>
    public uint Id;

    /// <summary>Milliseconds, blocks or bytes, by kind.</summary>
    public uint Amount;

    /// <summary>When it began or was planned, in ticks since the start of the run.</summary>
    public long Since;

    /// <summary>What happened.</summary>
    public EventKind Kind;

    /// <summary>The state before.</summary>
    public ConversationState From;

    /// <summary>The state after.</summary>
    public ConversationState To;

    /// <inheritdoc/>
    public readonly int CompareTo(SimulatedEvent other)
    {
        if (At != other.At)
            return At < other.At ? -1 : 1;
        return Group != other.Group ? Group.CompareTo(other.Group) : Number.CompareTo(other.Number);
    }
}
