using System.Globalization;
using MGen.Export.Links;

namespace MGen.Export.Captures;

/// <summary>
/// Writes the packets of all observed connections as a pcapng file. Records that a side hands over at the same instant are one write, cut into segments of the
/// largest size. Acknowledgements follow a delayed-acknowledgement rule: at once for every second segment, else with the next data, else
/// <see cref="ExportOptions.AckDelay"/> later. Nothing is lost and no connection is closed: the event log does not tell when.
/// </summary>
internal sealed class CaptureWriter : IExportFormat, ILinkFormat
{
    /// <summary>Most bytes of one write.</summary>
    private const int MaxWriteBytes = 1 << 16;

    private static readonly Endpoint MessageServer = new((192u << 24) | (2 << 8) | 1, 6397);
    private static readonly Endpoint WebServer = new((192u << 24) | (2 << 8) | 2, 6398);

    private readonly ExportOptions _options;
    private readonly long _roundTrip;
    private readonly long _ackDelay;
    private readonly PcapngFile _file;
    private readonly TlsBytes _tls = new();
    private readonly PriorityQueue<TcpEvent, (long Time, long Number)> _events = new();
    private readonly List<LinkRecord> _write = [];
    private readonly byte[] _stream = new byte[MaxWriteBytes];
    private readonly byte[] _frame = new byte[TcpPacket.HeaderBytes + MaxWriteBytes];
    private int _writeBytes;
    private long _eventNumber;

    public CaptureWriter(string path, ExportOptions options, string application)
    {
        _options = options;
        _roundTrip = options.RoundTrip.Ticks * TimeSpan.NanosecondsPerTick;
        _ackDelay = options.AckDelay.Ticks * TimeSpan.NanosecondsPerTick;
        _file = new PcapngFile(path, application);
    }

    private enum TcpEventKind
    {
        /// <summary>The server's SYN arrives or leaves.</summary>
        SynAck,

        /// <summary>The client completes the connection.</summary>
        Established,

        /// <summary>A segment is seen by whom it is for.</summary>
        Seen,

        /// <summary>An acknowledgement has waited long enough.</summary>
        AckDue,
    }

    /// <summary>Packets written.</summary>
    public long Packets => _file.Packets;

    public void Write(in LinkRecord record)
    {
        bool joins = _write.Count > 0 && _write[0].Kind != RecordKind.Connect && _write[0].Time == record.Time && _write[0].IsOutgoing == record.IsOutgoing
            && _write[0].Connection == record.Connection && _writeBytes + record.Bytes <= MaxWriteBytes;
        if (!joins)
            EndWrite();
        _write.Add(record);
        _writeBytes += record.Bytes;
    }

    public void Complete()
    {
        EndWrite();
        RunEvents(long.MaxValue);
        _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Sends what was gathered.</summary>
    private void EndWrite()
    {
        if (_write.Count == 0)
            return;
        long now = _write[0].Time;
        RunEvents(now);
        TcpConnection connection = ConnectionOf(_write[0].Connection);
        if (_write[0].Kind == RecordKind.Connect)
            Connect(connection, now);
        else
            SendStream(connection, _write[0].IsOutgoing ? connection.Client : connection.Server, now);
        _write.Clear();
        _writeBytes = 0;
    }

    private static TcpConnection ConnectionOf(Connection connection) =>
        (TcpConnection)(connection.Transport ??= new TcpConnection(
            new Endpoint(connection.Conversation.Person.Address, connection.Port), connection.IsWeb ? WebServer : MessageServer));

    private void Connect(TcpConnection connection, long now)
    {
        SendSyn(connection.Client, now, TcpFlags.Syn);
        Add(new TcpEvent(TcpEventKind.SynAck, connection.Server, 0), _options.Vantage == Vantage.Server ? now : now + _roundTrip);
        Add(new TcpEvent(TcpEventKind.Established, connection.Client, 0), now + _roundTrip);
    }

    private void SendStream(TcpConnection connection, TcpSide from, long now)
    {
        int length = 0;
        foreach (LinkRecord record in _write)
        {
            _tls.Write(record, _stream.AsSpan(length, record.Bytes));
            length += record.Bytes;
        }
        string? comment = _options.Comments ? CommentOf(_write) : null;
        for (int sent = 0; sent < length; comment = null)
        {
            int bytes = Math.Min(_options.SegmentBytes, length - sent);
            SendSegment(connection, from, now, _stream.AsSpan(sent, bytes), sent + bytes == length ? TcpFlags.Push : TcpFlags.None, comment);
            sent += bytes;
        }
    }

    private void SendSegment(TcpConnection connection, TcpSide from, long now, ReadOnlySpan<byte> payload, TcpFlags push, string? comment)
    {
        payload.CopyTo(_frame.AsSpan(TcpPacket.HeaderBytes));
        Send(from, now, payload.Length, TcpFlags.Ack | push, comment);
        from.Next += (uint)payload.Length;
        TcpSide to = from == connection.Client ? connection.Server : connection.Client;
        bool isNear = (to == connection.Client) == (_options.Vantage == Vantage.Client);
        TcpEvent seen = new(TcpEventKind.Seen, to, from.Next);
        if (isNear || _roundTrip == 0)
            Run(seen, now);
        else
            Add(seen, now + _roundTrip);
    }

    private void RunEvents(long upTo)
    {
        while (_events.TryPeek(out TcpEvent item, out (long Time, long) at) && at.Time <= upTo)
        {
            _events.Dequeue();
            Run(item, at.Time);
        }
    }

    private void Run(in TcpEvent item, long now)
    {
        TcpSide side = item.Side;
        switch (item.Kind)
        {
            case TcpEventKind.SynAck:
                side.Seen = side.Peer!.Next;
                SendSyn(side, now, TcpFlags.Syn | TcpFlags.Ack);
                break;
            case TcpEventKind.Established:
                side.Seen = side.Peer!.Next;
                Send(side, now, 0, TcpFlags.Ack, null);
                break;
            case TcpEventKind.Seen:
                OnSeen(side, item.Value, now);
                break;
            case TcpEventKind.AckDue when side.AckVersion == item.Value:
                Send(side, now, 0, TcpFlags.Ack, null);
                break;
        }
    }

    private void OnSeen(TcpSide side, uint upTo, long now)
    {
        side.Seen = upTo;
        side.UnacknowledgedSegments++;
        if (side.UnacknowledgedSegments >= 2)
            Send(side, now, 0, TcpFlags.Ack, null);
        else
            Add(new TcpEvent(TcpEventKind.AckDue, side, side.AckVersion), now + _ackDelay);
    }

    private void SendSyn(TcpSide side, long now, TcpFlags flags)
    {
        int length = TcpPacket.WriteSyn(_frame, side.Endpoint, side.Peer!.Endpoint, side.Next, side.Seen, flags, side.NextPacket(), _options.SegmentBytes);
        side.Next++;
        _file.Add(now, _frame.AsSpan(0, length), null);
    }

    /// <summary>Sends a packet with what stands behind the headers; it acknowledges all that was seen.</summary>
    private void Send(TcpSide side, long now, int payloadBytes, TcpFlags flags, string? comment)
    {
        side.UnacknowledgedSegments = 0;
        side.AckVersion++;
        Span<byte> frame = _frame.AsSpan(0, TcpPacket.HeaderBytes + payloadBytes);
        TcpPacket.WriteHeaders(frame, side.Endpoint, side.Peer!.Endpoint, side.Next, side.Seen, flags, side.NextPacket());
        _file.Add(now, frame, comment);
    }

    private void Add(in TcpEvent item, long at) => _events.Enqueue(item, (at, _eventNumber++));

    private static string? CommentOf(List<LinkRecord> records)
    {
        string text = string.Join("; ", records.Where(record => record.Author is not null).Select(record => string.Create(
            CultureInfo.InvariantCulture,
            $"{(record.Kind == RecordKind.Receipt ? "receipt" : "message")} {record.Id} by {record.Author} in {record.Connection.Conversation.Group.Name}")));
        return text.Length == 0 ? null : text;
    }

    /// <summary>Something that happens at its time, unless it has become void.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="Side">Who acts.</param>
    /// <param name="Value">The sequence number seen, or the version of the acknowledgement.</param>
    private readonly record struct TcpEvent(TcpEventKind Kind, TcpSide Side, uint Value);

    private sealed class TcpConnection
    {
        public TcpConnection(Endpoint client, Endpoint server)
        {
            Client = new TcpSide(client, firstSequence: (client.Address * 2_654_435_761) ^ client.Port);
            Server = new TcpSide(server, firstSequence: (client.Address * 2_246_822_519) ^ client.Port) { Peer = Client };
            Client.Peer = Server;
        }

        public TcpSide Client { get; }

        public TcpSide Server { get; }
    }

    private sealed class TcpSide(Endpoint endpoint, uint firstSequence)
    {
        private ushort _packets;

        public Endpoint Endpoint { get; } = endpoint;

        public TcpSide? Peer { get; set; }

        /// <summary>Sequence number of the next byte.</summary>
        public uint Next { get; set; } = firstSequence;

        /// <summary>The peer's next byte that is awaited.</summary>
        public uint Seen { get; set; }

        public int UnacknowledgedSegments { get; set; }

        /// <summary>Counts what has acknowledged something: an acknowledgement that is due for an earlier count is void.</summary>
        public uint AckVersion { get; set; }

        public ushort NextPacket() => unchecked(_packets++);
    }
}
