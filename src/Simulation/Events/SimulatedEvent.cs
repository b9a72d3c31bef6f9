using MGen.EventLog;

namespace MGen.Simulation.Events;

/// <summary>
/// An event of the log without names: 48 bytes without references, so that millions can be sorted and written to a file
/// unchanged. Events are ordered by time, then by group, then as recorded in the group.
/// </summary>
internal struct SimulatedEvent : IComparable<SimulatedEvent>
{
    /// <summary>Time in ticks since the start of the run.</summary>
    public long At;

    /// <summary>The group's number.</summary>
    public int Group;

    /// <summary>
    /// Number of the event in its group, in recording order; it wraps after 2^32 events, more than a group has in a
    /// simulated year.
    /// </summary>
    public uint Number;

    /// <summary>The member's number in the group.</summary>
    public int Member;

    /// <summary>The other member: the sender of a received frame.</summary>
    public int Other;

    /// <summary>The message's number.</summary>
    public uint Id;

    /// <summary>Milliseconds, blocks or bytes, by kind.</summary>
    public uint Amount;

    /// <summary>When it began or was planned, in ticks since the start of the run.</summary>
    public long Since;

    /// <summary>The kind of event.</summary>
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
