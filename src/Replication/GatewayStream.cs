using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// The kinds of items that a partition sends to a connection: the methods of <see cref="IMemberPort"/>.
/// </summary>
internal enum OutgoingKind : byte
{
    Frame,
    Joined,
    Refused,
    Replaced,
}

/// <summary>One item of a partition's stream to a gateway.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Connection">The number of the gateway's connection that receives the item.</param>
/// <param name="Frame">The frame, if the kind is <see cref="OutgoingKind.Frame"/>.</param>
/// <param name="Number">
/// For <see cref="OutgoingKind.Refused"/> the <see cref="EndReason"/>; for <see cref="OutgoingKind.Joined"/> how many
/// frames of the session the group has received.
/// </param>
/// <param name="IsNewMember">For <see cref="OutgoingKind.Joined"/>: whether the join registered the member.</param>
internal readonly record struct Outgoing(
    OutgoingKind Kind,
    long Connection,
    Frame Frame = default,
    ulong Number = 0,
    bool IsNewMember = false
);

/// <summary>
/// What a partition knows of one session of a gateway: which posts were applied, and the items for its connections.
/// Items are numbered from 0 and kept until the gateway acknowledges them, so a new primary can retransmit them and the
/// gateway recognises those that it has.
/// </summary>
internal sealed class GatewayStream(Guid gateway, NodeId address, long session)
{
    private readonly Queue<Outgoing> _items = new();

    public Guid Gateway { get; } = gateway;

    public NodeId Address { get; private set; } = address;

    /// <summary>The gateway's session; see <see cref="PartitionInput.Session"/>.</summary>
    public long Session { get; private set; } = session;

    /// <summary>The number of the last applied post of the session; 0 before the first.</summary>
    public long LastPost { get; set; }

    /// <summary>The number of the oldest kept item.</summary>
    public long First { get; private set; }

    /// <summary>The number of the next item.</summary>
    public long Next => First + _items.Count;

    /// <summary>
    /// Items before this number result from committed inputs and may be sent. Not replicated: a new primary commits all
    /// inputs that it has.
    /// </summary>
    public long Released { get; set; }

    /// <summary>
    /// True while a state transfer is in progress: items are discarded, because the last part of the transfer contains
    /// the stream with these items. Keeping them would duplicate them.
    /// </summary>
    public bool IsDiscarding { get; set; }

    /// <summary>The kept items, oldest first.</summary>
    public IReadOnlyCollection<Outgoing> Items => _items;

    public void Add(in Outgoing item)
    {
        if (!IsDiscarding)
            _items.Enqueue(item);
    }

    /// <summary>Drops the items before a number: the gateway has them.</summary>
    public void Acknowledge(long number)
    {
        for (; First < number && _items.TryDequeue(out _); First++) { }
    }

    /// <summary>
    /// Replaces the stream by the one that a state transfer contains; its items follow by <see cref="Add"/>.
    /// </summary>
    public void Restore(NodeId address, long session, long lastPost, long first)
    {
        Address = address;
        Session = session;
        LastPost = lastPost;
        First = first;
        IsDiscarding = false;
        _items.Clear();
    }
}

/// <summary>A connection that has joined a group of the partition and has not left it.</summary>
internal sealed record RemoteConnection(Group Group, RemotePort Port);

/// <summary>
/// The group's end of a connection at a gateway. Frames go into the gateway's stream. The port is full while
/// <paramref name="window"/> of its frames are not yet reported as written to the connection's socket, so a client that
/// does not read cannot fill the stream.
/// </summary>
internal sealed class RemotePort(GatewayStream stream, long connection, int window) : IMemberPort
{
    public GatewayStream Stream => stream;

    public long Connection => connection;

    public int Window => window;

    /// <summary>Frames put into the stream.</summary>
    public long Sent { get; set; }

    /// <summary>Frames that the connection has reported as written to its socket.</summary>
    public long Flushed { get; set; }

    public void Joined(JoinOutcome outcome) =>
        stream.Add(
            new Outgoing(OutgoingKind.Joined, connection, Number: outcome.Received, IsNewMember: outcome.IsNewMember)
        );

    public void Refused(EndReason reason) =>
        stream.Add(new Outgoing(OutgoingKind.Refused, connection, Number: (ulong)reason));

    public void Replaced() => stream.Add(new Outgoing(OutgoingKind.Replaced, connection));

    public bool TryDeliver(Frame frame)
    {
        // A count in the state, not the gateway's queue, decides: every replica must decide alike.
        if (Sent - Flushed >= window)
            return false;
        stream.Add(new Outgoing(OutgoingKind.Frame, connection, frame));
        Sent++;
        return true;
    }
}
