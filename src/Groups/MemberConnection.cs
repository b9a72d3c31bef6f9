namespace MGen.Groups;

/// <summary>A connection of a member that has joined and has not left.</summary>
/// <param name="member">The member.</param>
/// <param name="key">Identifies the connection.</param>
/// <param name="port">Delivers to the connection.</param>
/// <param name="order">How many connections of the member joined before this one.</param>
internal sealed class MemberConnection(Member member, ConnectionKey key, IMemberPort port, long order)
{
    public Member Member { get; } = member;

    public ConnectionKey Key { get; } = key;

    public IMemberPort Port { get; } = port;

    public long Order { get; } = order;

    /// <summary>Whether the client has sent a frame on this connection.</summary>
    public bool HasSent { get; set; }

    /// <summary>
    /// Whether no known end of another connection explains why a client of the original made this one; see
    /// <see cref="OriginalClient"/>.
    /// </summary>
    public bool IsUnexplained { get; set; }

    /// <summary>Whether this connection was chosen to be served when another one ended.</summary>
    public bool IsChosen { get; set; }

    /// <summary>Whether the connection was asked to close: it is read to its end, and never served again.</summary>
    public bool IsClosing { get; set; }

    /// <summary>
    /// Whether the client has read this connection earlier, as far as the server knows, and reads another one now.
    /// </summary>
    public bool WasServed { get; set; }

    /// <summary>Frames handed to this connection before <see cref="ServedFrom"/>.</summary>
    public long HandedBefore { get; set; }

    /// <summary>The number of the first frame handed to this connection since it was last served.</summary>
    public long ServedFrom { get; set; }
}

/// <summary>A connection that waits until the member's served one has left, and its request.</summary>
internal sealed record WaitingJoin(MemberConnection Connection, JoinRequest Request);
