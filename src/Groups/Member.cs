using MGen.Wire;

namespace MGen.Groups;

/// <summary>One member's place in a group. It stays when the connection goes.</summary>
internal sealed class Member(Identifier name, QueuedBytes groupBytes)
{
    public Identifier Name { get; } = name;

    public MemberQueue Queue { get; } = new(groupBytes);

    /// <summary>The member's connection; <c>null</c> while it is away.</summary>
    public IMemberPort? Port { get; set; }

    /// <summary>Which connection <see cref="Port"/> is.</summary>
    public ConnectionKey Connection { get; set; }

    /// <summary>The session of the last connection; empty without resumption.</summary>
    public Guid Session { get; set; }

    /// <summary>
    /// The number of the session's first frame. Negative for a session that began before this group was (re)started: it goes on from the count
    /// that the client brought.
    /// </summary>
    public long SessionStart { get; set; }

    /// <summary>The number of the first frame handed to the present connection.</summary>
    public long ConnectionStart { get; set; }

    /// <summary>Up to which number frames had arrived when the last connection left, as far as its gateway could tell.</summary>
    public long Delivered { get; set; }

    /// <summary>Frames of the session that came from the member.</summary>
    public ulong Received { get; set; }

    /// <summary>Whether the connection refused a frame and has not asked for more since.</summary>
    public bool IsFull { get; set; }

    /// <summary>A newer connection that waits for the present one to leave.</summary>
    public WaitingJoin? Successor { get; set; }
}
