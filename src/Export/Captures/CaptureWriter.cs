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
    private readonly long _keepaliveIdle;
    private readonly PcapngFile _file;
    private readonly TlsBytes _tls = new();
    private readonly TimeQueue<TcpEvent> _events = new();
    private readonly TimeQueue<TcpEvent> _keepalives = new(); // apart: among events that are due so much earlier they would spoil the order in which these are added
    private readonly byte[] _stream = new byte[MaxWriteBytes];
    private readonly List<string> _comments = [];
    private Connection? _writer;
    private long _writeTime;
    private bool _isWriteOutgoing;
    private int _writeBytes;
    private bool _isEnding;

    public CaptureWriter(string path, ExportOptions options, string application)
    {
        _options = options;
        _roundTrip = options.RoundTrip.Ticks * TimeSpan.NanosecondsPerTick;
        _ackDelay = options.AckDelay.Ticks * TimeSpan.NanosecondsPerTick;
        _keepaliveIdle = options.KeepaliveIdle.Ticks * TimeSpan.NanosecondsPerTick;
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

        /// <summary>The device may have heard nothing for long enough.</summary>
        KeepaliveDue,

        /// <summary>The server answers a probe.</summary>
        KeepaliveAnswer,
    }

    /// <summary>Packets written.</summary>
    public long Packets => _file.Packets;

    public void Write(in LinkRecord record)
    {
        bool joins = _writer == record.Connection && _writeTime == record.Time && _isWriteOutgoing == record.IsOutgoing && _writeBytes + record.Bytes <= MaxWriteBytes;
        if (!joins)
            EndWrite();
        if (record.Bytes == 0)
        {
            RunEvents(record.Time);
            if (record.Kind == RecordKind.Connect)
                Connect(ConnectionOf(record.Connection), record.Time);
            else
                ConnectionOf(record.Connection).IsLost = true;
            return;
        }
        (_writer, _writeTime, _isWriteOutgoing) = (record.Connection, record.Time, record.IsOutgoing);
        _tls.Write(record, _stream.AsSpan(_writeBytes, record.Bytes));
        _writeBytes += record.Bytes;
        if (_options.Comments && record.Author is not null)
            _comments.Add(CommentOf(record));
    }

    public void End(long lastEvent)
    {
        EndWrite();
        RunEvents(lastEvent);
        _isEnding = true;
        RunEvents(long.MaxValue);
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();

    /// <summary>Sends what was gathered.</summary>
    private void EndWrite()
    {
        if (_writer is null)
            return;
        RunEvents(_writeTime);
        TcpConnection connection = ConnectionOf(_writer);
        TcpSide from = _isWriteOutgoing ? connection.Client : connection.Server;
        string? comment = CommentOfWrite();
        for (int sent = 0; sent < _writeBytes; comment = null)
        {
            int bytes = Math.Min(_options.SegmentBytes, _writeBytes - sent);
            SendSegment(connection, from, _writeTime, _stream.AsSpan(sent, bytes), sent + bytes == _writeBytes ? TcpFlags.Push : TcpFlags.None, comment);
            sent += bytes;
        }
        _comments.Clear();
        (_writer, _writeBytes) = (null, 0);
    }

    private static TcpConnection ConnectionOf(Connection connection) =>
        (TcpConnection)(connection.Transport ??= new TcpConnection(
            new Endpoint(connection.Conversation.Person.Address, connection.Port), connection.IsWeb ? WebServer : MessageServer, connection.IsWeb));

    private void Connect(TcpConnection connection, long now)
    {
        SendSyn(connection.Client, now, TcpFlags.Syn);
        Add(new TcpEvent(TcpEventKind.SynAck, connection.Server, 0), _options.Vantage == Vantage.Server ? now : now + _roundTrip);
        Add(new TcpEvent(TcpEventKind.Established, connection.Client, 0), now + _roundTrip);
        if (_keepaliveIdle > 0)
            _keepalives.Add(now + _roundTrip + _keepaliveIdle, new TcpEvent(TcpEventKind.KeepaliveDue, connection.Client, 0));
    }

    private void SendSegment(TcpConnection connection, TcpSide from, long now, ReadOnlySpan<byte> payload, TcpFlags push, string? comment)
    {
        Send(from, now, payload, TcpFlags.Ack | push, comment);
        from.Next += (uint)payload.Length;
        connection.IsProbed = false;
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
        while (_keepalives.TryTake(upTo, out long dueAt, out TcpEvent keepalive))
        {
            RunEventsOfConnections(dueAt);
            Run(keepalive, dueAt);
        }
        RunEventsOfConnections(upTo);
    }

    private void RunEventsOfConnections(long upTo)
    {
        while (_events.TryTake(upTo, out long time, out TcpEvent item))
            Run(item, time);
    }

    private void Run(in TcpEvent item, long now)
    {
        TcpSide side = item.Side;
        switch (item.Kind)
        {
            case TcpEventKind.SynAck:
                side.Seen = side.Peer.Next;
                SendSyn(side, now, TcpFlags.Syn | TcpFlags.Ack);
                break;
            case TcpEventKind.Established:
                side.Seen = side.Peer.Next;
                Send(side, now, [], TcpFlags.Ack, null);
                break;
            case TcpEventKind.Seen:
                OnSeen(side, item.Value, now);
                break;
            case TcpEventKind.AckDue when side.AckVersion == item.Value:
                Send(side, now, [], TcpFlags.Ack, null);
                break;
            case TcpEventKind.KeepaliveDue:
                OnKeepaliveDue(side, now);
                break;
            case TcpEventKind.KeepaliveAnswer:
                Send(side, now, [], TcpFlags.Ack, null);
                break;
        }
    }

    private void OnSeen(TcpSide side, uint upTo, long now)
    {
        side.Seen = upTo;
        side.UnacknowledgedSegments++;
        if (side.UnacknowledgedSegments >= 2)
            Send(side, now, [], TcpFlags.Ack, null);
        else
            Add(new TcpEvent(TcpEventKind.AckDue, side, side.AckVersion), now + _ackDelay);
    }

    /// <summary>
    /// Linux probes once nothing has come for that long, with a segment before the next byte; the answer counts as heard. A web server's connection is closed after a
    /// minute at rest, before a second probe.
    /// </summary>
    private void OnKeepaliveDue(TcpSide client, long now)
    {
        TcpConnection connection = client.Connection;
        if (_isEnding || connection.IsLost)
            return;
        long due = connection.Server.SentAt + _keepaliveIdle + (_options.Vantage == Vantage.Server ? _roundTrip : 0);
        if (due <= now && !(connection.IsWeb && connection.IsProbed))
        {
            connection.IsProbed = true;
            client.Next--;
            Send(client, now, [], TcpFlags.Ack, null);
            client.Next++;
            long answerAt = _options.Vantage == Vantage.Server ? now : now + _roundTrip;
            Add(new TcpEvent(TcpEventKind.KeepaliveAnswer, connection.Server, 0), answerAt);
            due = answerAt + _keepaliveIdle;
        }
        _keepalives.Add(due > now ? due : now + _keepaliveIdle, new TcpEvent(TcpEventKind.KeepaliveDue, client, 0));
    }

    private void SendSyn(TcpSide side, long now, TcpFlags flags)
    {
        Span<byte> frame = _file.Add(now, TcpPacket.SynBytes, null);
        TcpPacket.WriteSyn(frame, side.Endpoint, side.Peer.Endpoint, side.Next, side.Seen, flags, side.NextPacket(), _options.SegmentBytes);
        side.Next++;
    }

    /// <summary>Sends a packet; it acknowledges all that was seen.</summary>
    private void Send(TcpSide side, long now, ReadOnlySpan<byte> payload, TcpFlags flags, string? comment)
    {
        side.UnacknowledgedSegments = 0;
        side.AckVersion++;
        side.SentAt = now;
        Span<byte> frame = _file.Add(now, TcpPacket.HeaderBytes + payload.Length, comment);
        payload.CopyTo(frame[TcpPacket.HeaderBytes..]);
        TcpPacket.WriteHeaders(frame, side.Endpoint, side.Peer.Endpoint, side.Next, side.Seen, flags, side.NextPacket());
    }

    private void Add(in TcpEvent item, long at) => _events.Add(at, item);

    /// <summary>A pcapng option has at most 65,535 bytes.</summary>
    private string? CommentOfWrite()
    {
        const int MostComments = 16; // of two names of at most 1,024 bytes each, and what stands around them
        if (_comments.Count == 0)
            return null;
        string text = string.Join("; ", _comments.Take(MostComments));
        return _comments.Count <= MostComments ? text : string.Create(CultureInfo.InvariantCulture, $"{text}; and {_comments.Count - MostComments} more");
    }

    private static string CommentOf(in LinkRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(record.Kind == RecordKind.Receipt ? "receipt" : "message")} {record.Id} by {record.Author} in {record.Connection.Conversation.Group.Name}");

    /// <summary>Something that happens at its time, unless it has become void.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="Side">Who acts.</param>
    /// <param name="Value">The sequence number seen, or the version of the acknowledgement.</param>
    private readonly record struct TcpEvent(TcpEventKind Kind, TcpSide Side, uint Value);
}
