using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
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
    private readonly List<(ushort Types, int Bytes)> _write = [];
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

    private enum TcpEventKind : byte
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
        _write.Add((record.Types, record.Bytes));
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
        string? comment = CommentOfWrite();
        if (_write.Count == 1 && _writeBytes <= _options.SegmentBytes)
            SendRecord(connection, comment);
        else
            SendStream(connection, comment);
        _comments.Clear();
        _write.Clear();
        (_writer, _writeBytes) = (null, 0);
    }

    /// <summary>Sends a record in a segment of its own, which is the most frequent write: its bytes are made in their place.</summary>
    private void SendRecord(TcpConnection connection, string? comment)
    {
        Span<byte> frame = AddFrame(_writeTime, _writeBytes, comment);
        _tls.Write(_write[0].Types, frame[PacketHeader.Bytes..]);
        SendSegment(connection, frame, TcpFlags.Push);
    }

    /// <summary>Sends records in as many segments as they need.</summary>
    private void SendStream(TcpConnection connection, string? comment)
    {
        int written = 0;
        foreach ((ushort types, int bytes) in CollectionsMarshal.AsSpan(_write))
        {
            _tls.Write(types, _stream.AsSpan(written, bytes));
            written += bytes;
        }
        for (int sent = 0; sent < written; comment = null)
        {
            int bytes = Math.Min(_options.SegmentBytes, written - sent);
            Span<byte> frame = AddFrame(_writeTime, bytes, comment);
            _stream.AsSpan(sent, bytes).CopyTo(frame[PacketHeader.Bytes..]);
            sent += bytes;
            SendSegment(connection, frame, sent == written ? TcpFlags.Push : TcpFlags.None);
        }
    }

    private static TcpConnection ConnectionOf(Connection connection) =>
        (TcpConnection)(connection.Transport ??= new TcpConnection(
            new Endpoint(connection.Conversation.Person.Address, connection.Port), connection.IsWeb ? WebServer : MessageServer, connection.IsWeb));

    private void Connect(TcpConnection connection, long now)
    {
        SendSyn(connection, isClient: true, now, TcpFlags.Syn);
        Add(new TcpEvent(TcpEventKind.SynAck, IsClient: false, 0, connection), _options.Vantage == Vantage.Server ? now : now + _roundTrip);
        Add(new TcpEvent(TcpEventKind.Established, IsClient: true, 0, connection), now + _roundTrip);
        if (_keepaliveIdle > 0)
            _keepalives.Add(now + _roundTrip + _keepaliveIdle, new TcpEvent(TcpEventKind.KeepaliveDue, IsClient: true, 0, connection));
    }

    private void SendSegment(TcpConnection connection, Span<byte> frame, TcpFlags push)
    {
        Complete(frame, connection, _isWriteOutgoing, _writeTime, TcpFlags.Ack | push);
        uint next = connection.SideOf(_isWriteOutgoing).Next += (uint)(frame.Length - PacketHeader.Bytes);
        connection.IsProbed = false;
        bool isNear = _isWriteOutgoing == (_options.Vantage == Vantage.Server);
        if (isNear || _roundTrip == 0)
            OnSeen(connection, !_isWriteOutgoing, next, _writeTime);
        else
            Add(new TcpEvent(TcpEventKind.Seen, !_isWriteOutgoing, next, connection), _writeTime + _roundTrip);
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
        TcpConnection connection = item.Connection;
        ref TcpSide side = ref connection.SideOf(item.IsClient);
        switch (item.Kind)
        {
            case TcpEventKind.SynAck:
                side.Seen = connection.SideOf(!item.IsClient).Next;
                SendSyn(connection, item.IsClient, now, TcpFlags.Syn | TcpFlags.Ack);
                break;
            case TcpEventKind.Established:
                side.Seen = connection.SideOf(!item.IsClient).Next;
                Acknowledge(connection, item.IsClient, now);
                break;
            case TcpEventKind.Seen:
                OnSeen(connection, item.IsClient, item.Value, now);
                break;
            case TcpEventKind.AckDue when side.AckVersion == item.Value:
                Acknowledge(connection, item.IsClient, now);
                break;
            case TcpEventKind.KeepaliveDue:
                OnKeepaliveDue(connection, now);
                break;
            case TcpEventKind.KeepaliveAnswer:
                Acknowledge(connection, item.IsClient, now);
                break;
        }
    }

    private void OnSeen(TcpConnection connection, bool isClient, uint upTo, long now)
    {
        ref TcpSide side = ref connection.SideOf(isClient);
        side.Seen = upTo;
        side.UnacknowledgedSegments++;
        if (side.UnacknowledgedSegments >= 2)
            Acknowledge(connection, isClient, now);
        else
            Add(new TcpEvent(TcpEventKind.AckDue, isClient, side.AckVersion, connection), now + _ackDelay);
    }

    /// <summary>
    /// Linux probes once nothing has come for that long, with a segment before the next byte; the answer counts as heard. A web server's connection is closed after a
    /// minute at rest, before a second probe.
    /// </summary>
    private void OnKeepaliveDue(TcpConnection connection, long now)
    {
        if (_isEnding || connection.IsLost)
            return;
        long heardAt = connection.Server.SentAt + (_options.Vantage == Vantage.Server ? _roundTrip : 0);
        if (connection.IsWeb && connection.IsProbed && now - heardAt > WebLink.IdleLimit)
            return; // it is not used any more
        long due = heardAt + _keepaliveIdle;
        if (due <= now && !(connection.IsWeb && connection.IsProbed))
        {
            connection.IsProbed = true;
            connection.Client.Next--;
            Acknowledge(connection, isClient: true, now);
            connection.Client.Next++;
            long answerAt = _options.Vantage == Vantage.Server ? now : now + _roundTrip;
            Add(new TcpEvent(TcpEventKind.KeepaliveAnswer, IsClient: false, 0, connection), answerAt);
            due = answerAt + _keepaliveIdle;
        }
        _keepalives.Add(due > now ? due : now + _keepaliveIdle, new TcpEvent(TcpEventKind.KeepaliveDue, IsClient: true, 0, connection));
    }

    /// <summary>Sends a SYN with the option of the largest segment.</summary>
    private void SendSyn(TcpConnection connection, bool isClient, long now, TcpFlags flags)
    {
        const int OptionBytes = 4;
        const byte SegmentSize = 2;
        Span<byte> frame = AddFrame(now, OptionBytes, null);
        Span<byte> option = frame[PacketHeader.Bytes..];
        option[0] = SegmentSize;
        option[1] = OptionBytes;
        BinaryPrimitives.WriteUInt16BigEndian(option[2..], (ushort)_options.SegmentBytes);
        connection.WriteHeaders(isClient, frame, flags, PacketHeader.TcpBytes + OptionBytes);
        connection.SideOf(isClient).Next++;
    }

    /// <summary>Sends a packet without data.</summary>
    private void Acknowledge(TcpConnection connection, bool isClient, long now) => Complete(AddFrame(now, 0, null), connection, isClient, now, TcpFlags.Ack);

    private Span<byte> AddFrame(long now, int payloadBytes, string? comment) => _file.Add(now, PacketHeader.Bytes + payloadBytes, comment);

    /// <summary>Writes the headers before a payload; the packet acknowledges all that was seen.</summary>
    private static void Complete(Span<byte> frame, TcpConnection connection, bool isClient, long now, TcpFlags flags)
    {
        ref TcpSide side = ref connection.SideOf(isClient);
        side.UnacknowledgedSegments = 0;
        side.AckVersion++;
        side.SentAt = now;
        connection.WriteHeaders(isClient, frame, flags, PacketHeader.TcpBytes);
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
    /// <param name="IsClient">Which side acts.</param>
    /// <param name="Value">The sequence number seen, or the version of the acknowledgement.</param>
    /// <param name="Connection">On which connection.</param>
    private readonly record struct TcpEvent(TcpEventKind Kind, bool IsClient, uint Value, TcpConnection Connection);
}
