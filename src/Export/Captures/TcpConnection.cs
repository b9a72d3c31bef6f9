namespace MGen.Export.Captures;

/// <summary>A TCP connection of a capture.</summary>
internal sealed class TcpConnection
{
    public TcpConnection(Endpoint client, Endpoint server, bool isWeb)
    {
        Client = new TcpSide(this, client, firstSequence: (client.Address * 2_654_435_761) ^ client.Port);
        Server = new TcpSide(this, server, firstSequence: (client.Address * 2_246_822_519) ^ client.Port);
        IsWeb = isWeb;
    }

    public TcpSide Client { get; }

    public TcpSide Server { get; }

    /// <summary>Whether it leads to the web server.</summary>
    public bool IsWeb { get; }

    /// <summary>Whether the event log tells that it is lost, or that there is a newer one.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether the device has probed since the last data.</summary>
    public bool IsProbed { get; set; }
}

/// <summary>One end of a TCP connection.</summary>
internal sealed class TcpSide(TcpConnection connection, Endpoint endpoint, uint firstSequence)
{
    private ushort _packets;

    public TcpConnection Connection => connection;

    public Endpoint Endpoint { get; } = endpoint;

    public TcpSide Peer => this == connection.Client ? connection.Server : connection.Client;

    /// <summary>Sequence number of the next byte.</summary>
    public uint Next { get; set; } = firstSequence;

    /// <summary>The peer's next byte that is awaited.</summary>
    public uint Seen { get; set; }

    public int UnacknowledgedSegments { get; set; }

    /// <summary>Counts what has acknowledged something: an acknowledgement that is due for an earlier count is void.</summary>
    public uint AckVersion { get; set; }

    /// <summary>When its last packet passed the vantage point: nanoseconds since 1970-01-01 UTC.</summary>
    public long SentAt { get; set; }

    public ushort NextPacket() => unchecked(_packets++);
}
