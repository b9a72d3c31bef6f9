using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>What a partition tells a connection: the methods of <see cref="IMemberPort"/>.</summary>
internal enum OutgoingKind : byte
{
    Frame,
    Joined,
    Refused,
    Replaced,
}

/// <summary>One item of a partition's stream to a gateway.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Connection">The gateway's connection it is for.</param>
/// <param name="Frame">For <see cref="OutgoingKind.Frame"/>.</param>
/// <param name="Number">Of <see cref="OutgoingKind.Refused"/> the <see cref="EndReason"/>; of <see cref="OutgoingKind.Joined"/> the frames received.</param>
/// <param name="IsNewMember">For <see cref="OutgoingKind.Joined"/>.</param>
internal readonly record struct Outgoing(OutgoingKind Kind, long Connection, Frame Frame = default, ulong Number = 0, bool IsNewMember = false);

/// <summary>
/// A partition and one session of a gateway: which posts were applied, and the items for its connections. Items are numbered from 0 and kept until
/// the gateway has taken them, so a new primary can send them again and the gateway recognises those it has.
/// </summary>
internal sealed class GatewayStream(Guid gateway, NodeId address, long session)
{
    private readonly Queue<Outgoing> _items = new();

    public Guid Gateway { get; } = gateway;

    public NodeId Address { get; private set; } = address;

    /// <summary>The gateway's session; see <see cref="PartitionInput.Session"/>.</summary>
    public long Session { get; private set; } = session;

    /// <summary>The number of the last applied post of the session.</summary>
    public long LastPost { get; set; }

    /// <summary>The number of the oldest kept item.</summary>
    public long First { get; private set; }

    /// <summary>The number of the next item.</summary>
    public long Next => First + _items.Count;

    /// <summary>Items before this number come from committed inputs and may leave. Not replicated: a new primary commits everything it has.</summary>
    public long Released { get; set; }

    /// <summary>
    /// While a state transfer is under way: items are discarded, since the transfer's end brings the stream as it is then. Keeping them would double
    /// those.
    /// </summary>
    public bool IsDiscarding { get; set; }

    /// <summary>The kept items, oldest first.</summary>
    public IReadOnlyCollection<Outgoing> Items => _items;

    public void Add(in Outgoing item)
    {
        if (!IsDiscarding)
            _items.Enqueue(item);
    }

    /// <summary>The gateway has every item before this number.</summary>
    public void Taken(long number)
    {
        for (; First < number && _items.TryDequeue(out _); First++)
        {
        }
    }

    /// <summary>Replaces what is known of the stream by what a state transfer brings.</summary>
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

/// <summary>A connection that has joined a group of the partition and not left.</summary>
internal sealed record RemoteConnection(Group Group, RemotePort Port);

/// <summary>
/// A connection at a gateway. Frames go into the gateway's stream, at most <paramref name="window"/> more of them than the connection is known to have
/// written to its socket; then the port is full, as an outbox is.
/// </summary>
internal sealed class RemotePort(GatewayStream stream, long connection, int window) : IMemberPort
{
    public GatewayStream Stream => stream;

    public long Connection => connection;

    public int Window => window;

    /// <summary>Frames put into the stream.</summary>
    public long Sent { get; set; }

    /// <summary>Frames that the connection has written to its socket, as far as it has told.</summary>
    public long Flushed { get; set; }

    public void Joined(JoinOutcome outcome) => stream.Add(new Outgoing(OutgoingKind.Joined, connection, Number: outcome.Received, IsNewMember: outcome.IsNewMember));

    public void Refused(EndReason reason) => stream.Add(new Outgoing(OutgoingKind.Refused, connection, Number: (ulong)reason));

    public void Replaced() => stream.Add(new Outgoing(OutgoingKind.Replaced, connection));

    public bool TryDeliver(Frame frame)
    {
        if (Sent - Flushed >= window)
            return false;
        stream.Add(new Outgoing(OutgoingKind.Frame, connection, frame));
        Sent++;
        return true;
    }
}
