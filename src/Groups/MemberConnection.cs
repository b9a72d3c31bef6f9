namespace MGen.Groups;

/// <summary>A connection of a member that has joined and not left.</summary>
/// <param name="member">Whose it is.</param>
/// <param name="key">Which one it is among those of all gateways.</param>
/// <param name="port">The connection itself.</param>
/// <param name="order">Its place among the member's connections in the order of their joins, from 0.</param>
internal sealed class MemberConnection(Member member, ConnectionKey key, IMemberPort port, long order)
{
    public Member Member { get; } = member;

    public ConnectionKey Key { get; } = key;

    public IMemberPort Port { get; } = port;

    public long Order { get; } = order;

    /// <summary>Whether a frame of the client came on it.</summary>
    public bool HasSent { get; set; }

    /// <summary>Whether it joined although no end of another connection was known that would make a client of the original connect; see <see cref="OriginalClient"/>.</summary>
    public bool IsUnexplained { get; set; }

    /// <summary>Whether it was chosen to be served when another one was left.</summary>
    public bool IsChosen { get; set; }

    /// <summary>Whether it was told to close: it is read to its end, and never served again.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Whether the client read it, as far as the server can tell, and reads another one now.</summary>
    public bool WasServed { get; set; }

    /// <summary>Frames that it was handed before <see cref="ServedFrom"/>.</summary>
    public long HandedBefore { get; set; }

    /// <summary>The number of the first frame handed to it since it is served.</summary>
    public long ServedFrom { get; set; }
}

/// <summary>A connection that waits until the member's present one has left.</summary>
internal sealed record WaitingJoin(MemberConnection Connection, JoinRequest Request);
