using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>
/// A connection at a gateway in another process. Frames go into the gateway's stream, at most <paramref name="window"/> of them more than the
/// connection is known to have given to its socket: then it is full, as an outbox is.
/// </summary>
internal sealed class RemotePort(GatewayStream stream, long connection, int window) : IMemberPort
{
    public GatewayStream Stream => stream;

    public long Connection => connection;

    public int Window => window;

    /// <summary>Frames put into the stream.</summary>
    public long Sent { get; set; }

    /// <summary>Frames that the connection gave to its socket, as far as it has told.</summary>
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
