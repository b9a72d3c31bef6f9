using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using MGen.Export.Links;

namespace MGen.Export.Captures;

/// <summary>
/// Writes the packets of all observed connections as a pcapng file. Records that a side hands over at the same instant
/// are one write, cut into segments of the largest size. Acknowledgements follow a delayed-acknowledgement rule: at
/// once for every second segment, else with the next data, else <see cref="ExportOptions.AckDelay"/> later. Nothing is
/// lost and no connection is closed: the event log does not tell when.
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
    private readonly DelayQueue<TcpEvent> _arrivals = new(); // all a round trip after what they follow from
    private readonly DelayQueue<TcpEvent> _acks = new(); // all an acknowledgement's delay after the segment
    private readonly TimeQueue<TcpConnection> _keepalives = new();

    // Segments of the present instant: most are acknowledged within it, by what is sent in reply.
    private readonly List<TcpEvent> _seen = [];
    private readonly List<(ushort Types, int Bytes)> _write = [];
    private readonly List<string> _comments = [];
    private Connection? _writer;
    private long _writeTime;
    private bool _isWriteOutgoing;
    private int _writeBytes;
    private long _seenAt;
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
        /// <summary>The server's SYN leaves or passes.</summary>
        SynAck,

        /// <summary>The client completes the connection.</summary>
        Established,

        /// <summary>A segment is seen by whom it is for.</summary>
        Seen,

        /// <summary>The server answers a probe.</summary>
        KeepaliveAnswer,
    }

    /// <summary>Packets written.</summary>
    public long Packets => _file.Packets;

    public void Write(in LinkRecord record)
    {
        bool joins =
            _writer == record.Connection
            && _writeTime == record.Time
            && _isWriteOutgoing == record.IsOutgoing
            && _writeBytes + record.Bytes <= MaxWriteBytes;
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

    /// <summary>Sends a record in a segment of its own, which is the most frequent write.</summary>
    private void SendRecord(TcpConnection connection, string? comment)
    {
        Span<byte> frame = AddFrame(_writeTime, _writeBytes, comment);
        _tls.Begin(_write[0].Types, _writeBytes);
        SendSegment(connection, frame, TcpFlags.Push, _tls.Write(0, frame[PacketHeader.Bytes..]));
    }

    /// <summary>Sends records in as many segments as they need.</summary>
    private void SendStream(TcpConnection connection, string? comment)
    {
        (int record, int from) = (0, 0);
        for (int left = _writeBytes; left > 0; comment = null)
        {
            int bytes = Math.Min(_options.SegmentBytes, left);
            left -= bytes;
            Span<byte> frame = AddFrame(_writeTime, bytes, comment);
            uint sum = WriteParts(frame[PacketHeader.Bytes..], ref record, ref from);
            SendSegment(connection, frame, left == 0 ? TcpFlags.Push : TcpFlags.None, sum);
        }
    }

    /// <summary>Fills a segment from a record's byte on, and moves both on; returns the segment's sum.</summary>
    private uint WriteParts(Span<byte> segment, ref int record, ref int from)
    {
        uint sum = 0;
        for (int filled = 0; filled < segment.Length; )
        {
            (ushort types, int bytes) = _write[record];
            if (from == 0)
                _tls.Begin(types, bytes);
            int part = Math.Min(bytes - from, segment.Length - filled);
            sum += InternetChecksum.At(_tls.Write(from, segment.Slice(filled, part)), filled);
            filled += part;
            from += part;
            if (from == bytes)
                (record, from) = (record + 1, 0);
        }
        return sum;
    }

    private static TcpConnection ConnectionOf(Connection connection) =>
        (TcpConnection)(
            connection.Transport ??= new TcpConnection(
                new Endpoint(connection.Conversation.Person.Address, connection.Port),
                connection.IsWeb ? WebServer : MessageServer,
                connection.IsWeb
            )
        );

    private void Connect(TcpConnection connection, long now)
    {
        SendSyn(connection, isClient: true, now, TcpFlags.Syn);
        AnswerAsServer(TcpEventKind.SynAck, connection, now);
        Arrive(new TcpEvent(TcpEventKind.Established, IsClient: true, 0, connection), now);
        if (_keepaliveIdle > 0)
            _keepalives.Add(now + _roundTrip + _keepaliveIdle, connection);
    }

    private void SendSegment(TcpConnection connection, Span<byte> frame, TcpFlags push, uint sum)
    {
        Complete(frame, connection, _isWriteOutgoing, _writeTime, TcpFlags.Ack | push, sum);
        uint next = connection.SideOf(_isWriteOutgoing).Next += (uint)(frame.Length - PacketHeader.Bytes);
        connection.IsProbed = false;
        bool isNear = _isWriteOutgoing == (_options.Vantage == Vantage.Server);
        if (isNear)
            OnSeen(connection, !_isWriteOutgoing, next, _writeTime);
        else
            Arrive(new TcpEvent(TcpEventKind.Seen, !_isWriteOutgoing, next, connection), _writeTime);
    }

    /// <summary>
    /// Has the server answer what the client sends now: at once as seen at the server, a round trip later as seen at
    /// the client.
    /// </summary>
    private void AnswerAsServer(TcpEventKind kind, TcpConnection connection, long now)
    {
        TcpEvent answer = new(kind, IsClient: false, 0, connection);
        if (_options.Vantage == Vantage.Server)
            Run(answer, now);
        else
            Arrive(answer, now);
    }

    /// <summary>Something happens a round trip from now.</summary>
    private void Arrive(in TcpEvent item, long now)
    {
        if (_roundTrip == 0)
            Run(item, now);
        else
            _arrivals.Add(now + _roundTrip, item);
    }

    /// <summary>
    /// Lets happen what is due up to a time: of one instant first what arrives, then acknowledgements, then keepalives.
    /// </summary>
    private void RunEvents(long upTo)
    {
        while (true)
        {
            long next = Math.Min(Math.Min(_arrivals.DueAt, _acks.DueAt), _keepalives.NoneBefore);
            if (_seen.Count > 0 && Math.Min(next, upTo) > _seenAt)
                AwaitAcknowledgements();
            else if (next > upTo || next == long.MaxValue)
                return;
            else if (_arrivals.DueAt == next)
                Run(_arrivals.Take(), next);
            else if (_acks.DueAt == next)
                RunAcknowledgement(_acks.Take(), next);
            else if (_keepalives.TryTake(next, out _, out TcpConnection connection))
                OnKeepaliveDue(connection, next);
        }
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
            case TcpEventKind.KeepaliveAnswer:
                Acknowledge(connection, item.IsClient, now);
                break;
        }
    }

    private void RunAcknowledgement(in TcpEvent item, long now)
    {
        if (item.Connection.SideOf(item.IsClient).AckVersion == item.Value)
            Acknowledge(item.Connection, item.IsClient, now);
    }

    private void OnSeen(TcpConnection connection, bool isClient, uint upTo, long now)
    {
        ref TcpSide side = ref connection.SideOf(isClient);
        side.Seen = upTo;
        side.UnacknowledgedSegments++;
        if (side.UnacknowledgedSegments >= 2 || _ackDelay == 0)
        {
            Acknowledge(connection, isClient, now);
            return;
        }
        _seen.Add(new TcpEvent(TcpEventKind.Seen, isClient, side.AckVersion, connection));
        _seenAt = now;
    }

    /// <summary>
    /// The instant of the segments in <see cref="_seen"/> has passed: acknowledgements of those that nothing has
    /// acknowledged wait.
    /// </summary>
    private void AwaitAcknowledgements()
    {
        foreach (ref readonly TcpEvent item in CollectionsMarshal.AsSpan(_seen))
        {
            if (item.Connection.SideOf(item.IsClient).AckVersion == item.Value)
                _acks.Add(_seenAt + _ackDelay, item);
        }
        _seen.Clear();
    }

    /// <summary>
    /// Linux probes once nothing has come for that long, with a segment before the next byte; the answer counts as
    /// heard. A web server's connection is closed after a minute at rest, before a second probe.
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
            AnswerAsServer(TcpEventKind.KeepaliveAnswer, connection, now);
            due = answerAt + _keepaliveIdle;
        }
        _keepalives.Add(due > now ? due : now + _keepaliveIdle, connection);
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
        ref TcpSide side = ref connection.SideOf(isClient);
        side.WriteHeaders(frame, flags, PacketHeader.TcpBytes + OptionBytes, InternetChecksum.Sum(option));
        side.Next++;
    }

    /// <summary>Sends a packet without data.</summary>
    private void Acknowledge(TcpConnection connection, bool isClient, long now) =>
        Complete(AddFrame(now, 0, null), connection, isClient, now, TcpFlags.Ack, sum: 0);

    private Span<byte> AddFrame(long now, int payloadBytes, string? comment) =>
        _file.Add(now, PacketHeader.Bytes + payloadBytes, comment);

    /// <summary>Writes the headers before a payload; the packet acknowledges all that was seen.</summary>
    private static void Complete(
        Span<byte> frame,
        TcpConnection connection,
        bool isClient,
        long now,
        TcpFlags flags,
        uint sum
    )
    {
        ref TcpSide side = ref connection.SideOf(isClient);
        side.UnacknowledgedSegments = 0;
        side.AckVersion++;
        side.SentAt = now;
        side.WriteHeaders(frame, flags, PacketHeader.TcpBytes, sum);
    }

    /// <summary>A pcapng option has at most 65,535 bytes.</summary>
    private string? CommentOfWrite()
    {
        const int MostComments = 16; // of two names of at most 1,024 bytes each, and what stands around them
        if (_comments.Count == 0)
            return null;
        string text = string.Join("; ", _comments.Take(MostComments));
        return _comments.Count <= MostComments
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}; and {_comments.Count - MostComments} more");
    }

    private static string CommentOf(in LinkRecord record) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(record.Kind == RecordKind.Receipt ? "receipt" : "message")} {record.Id} by {record.Author} in {record.Connection.Conversation.Group.Name}"
        );

    /// <summary>Something that happens at its time.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="IsClient">Which side acts.</param>
    /// <param name="Value">The sequence number seen; of a segment that awaits its acknowledgement the side's
    /// <see cref="TcpSide.AckVersion"/>, by which it may have become void.</param>
    /// <param name="Connection">On which connection.</param>
    private readonly record struct TcpEvent(TcpEventKind Kind, bool IsClient, uint Value, TcpConnection Connection);
}
