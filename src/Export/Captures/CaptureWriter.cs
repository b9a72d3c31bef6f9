using System.Buffers.Binary;
using System.Globalization;
using MGen.Export.Links;

namespace MGen.Export.Captures;

/// <summary>
/// Writes the packets of all observed connections to a pcapng file. The records that one side sends at the same time
/// form one write, which is divided into segments of the maximum size. Every second segment is acknowledged
/// immediately. For the segments between, the acknowledgement is delayed: the next data segment of the receiver carries
/// it, or it is sent alone after <see cref="ExportOptions.AckDelay"/>. No packet is lost. No connection is closed,
/// because the event log does not contain the time of closing.
/// </summary>
internal sealed class CaptureWriter : IExportFormat, ILinkFormat
{
    /// <summary>The maximum size of one write in bytes.</summary>
    private const int MaxWriteBytes = 1 << 16;

    private static readonly Endpoint MessageServer = new((192u << 24) | (2 << 8) | 1, 6397);
    private static readonly Endpoint WebServer = new((192u << 24) | (2 << 8) | 2, 6398);

    private readonly ExportOptions _options;
    private readonly long _roundTrip;
    private readonly long _ackDelay;
    private readonly long _keepaliveIdle;
    private readonly PcapngFile _file;
    private readonly TlsBytes _tls = new();
    private readonly DelayQueue<TcpEvent> _arrivals = new(); // each is one round trip after the event that causes it
    private readonly DelayQueue<TcpEvent> _acks = new(); // each is one acknowledgement delay after its segment
    private readonly TimeQueue<TcpConnection> _keepalives = new();

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
        /// <summary>The server's SYN passes the vantage point.</summary>
        SynAck,

        /// <summary>The client completes the connection.</summary>
        Established,

        /// <summary>A segment arrives at its receiver.</summary>
        Seen,

        /// <summary>The server acknowledges a keepalive probe.</summary>
        KeepaliveAnswer,
    }

    /// <summary>The number of packets written.</summary>
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
                Connect(ConnectionFor(record.Connection), record.Time);
            else
                ConnectionFor(record.Connection).IsLost = true;
            return;
        }
        (_writer, _writeTime, _isWriteOutgoing) = (record.Connection, record.Time, record.IsOutgoing);
        _write.Add((record.Types, record.Bytes));
        _writeBytes += record.Bytes;
        if (_options.Comments && record.Author is not null)
            _comments.Add(FormatComment(record));
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

    /// <summary>Sends the pending write, if any.</summary>
    private void EndWrite()
    {
        if (_writer is null)
            return;
        RunEvents(_writeTime);
        TcpConnection connection = ConnectionFor(_writer);
        string? comment = JoinComments();
        if (_write.Count == 1 && _writeBytes <= _options.SegmentBytes)
            SendRecord(connection, comment);
        else
            SendStream(connection, comment);
        _comments.Clear();
        _write.Clear();
        (_writer, _writeBytes) = (null, 0);
    }

    /// <summary>Sends a single record in one segment. This is the most frequent case.</summary>
    private void SendRecord(TcpConnection connection, string? comment)
    {
        Span<byte> frame = AddFrame(_writeTime, _writeBytes, comment);
        uint sum = _tls.WriteRecord(_write[0].Types, frame[PacketHeader.Bytes..]);
        SendSegment(connection, frame, TcpFlags.Push, sum);
    }

    /// <summary>Sends the records as a byte stream, divided into segments.</summary>
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

    /// <summary>
    /// Fills a segment, beginning at byte <paramref name="from"/> of <paramref name="record"/>, and advances both.
    /// Returns the checksum of the segment.
    /// </summary>
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

    private static TcpConnection ConnectionFor(Connection connection) =>
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
        uint next = connection.Side(_isWriteOutgoing).Next += (uint)(frame.Length - PacketHeader.Bytes);
        connection.IsProbed = false;
        bool isNear = _isWriteOutgoing == (_options.Vantage == Vantage.Server);
        if (isNear)
            OnSeen(connection, !_isWriteOutgoing, next, _writeTime);
        else
            Arrive(new TcpEvent(TcpEventKind.Seen, !_isWriteOutgoing, next, connection), _writeTime);
    }

    /// <summary>
    /// Schedules the server's acknowledgement of a packet that the client sends now. Seen from the
    /// server it is immediate; seen from the client it is one round trip later.
    /// </summary>
    private void AnswerAsServer(TcpEventKind kind, TcpConnection connection, long now)
    {
        TcpEvent answer = new(kind, IsClient: false, 0, connection);
        if (_options.Vantage == Vantage.Server)
            Run(answer, now);
        else
            Arrive(answer, now);
    }

    /// <summary>Schedules an event one round trip after <paramref name="now"/>.</summary>
    private void Arrive(in TcpEvent item, long now)
    {
        if (_roundTrip == 0)
            Run(item, now);
        else
            _arrivals.Add(now + _roundTrip, item);
    }

    /// <summary>
    /// Runs the events that are due up to a time. Of events at the same time, arrivals come first, then
    /// acknowledgements, then keepalives.
    /// </summary>
    private void RunEvents(long upTo)
    {
        while (true)
        {
            long next = Math.Min(Math.Min(_arrivals.DueAt, _acks.DueAt), _keepalives.NoneBefore);
            if (next > upTo || next == long.MaxValue)
                return;
            if (_arrivals.DueAt == next)
            {
                TcpEvent item = _arrivals.First; // a copy, because running it may add to the queue
                _arrivals.RemoveFirst();
                Run(item, next);
            }
            else if (_acks.DueAt == next)
            {
                RunAcknowledgement(_acks.First, next);
                _acks.RemoveFirst();
            }
            else if (_keepalives.HasFirst(next))
            {
                TcpConnection connection = _keepalives.First;
                _keepalives.RemoveFirst();
                OnKeepaliveDue(connection, next);
            }
        }
    }

    private void Run(in TcpEvent item, long now)
    {
        TcpConnection connection = item.Connection;
        ref TcpSide side = ref connection.Side(item.IsClient);
        switch (item.Kind)
        {
            case TcpEventKind.SynAck:
                side.Seen = connection.Side(!item.IsClient).Next;
                SendSyn(connection, item.IsClient, now, TcpFlags.Syn | TcpFlags.Ack);
                break;
            case TcpEventKind.Established:
                side.Seen = connection.Side(!item.IsClient).Next;
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
        if (item.Connection.Side(item.IsClient).AckVersion == item.Value)
            Acknowledge(item.Connection, item.IsClient, now);
    }

    private void OnSeen(TcpConnection connection, bool isClient, uint upTo, long now)
    {
        ref TcpSide side = ref connection.Side(isClient);
        side.Seen = upTo;
        side.UnacknowledgedSegments++;
        if (side.UnacknowledgedSegments >= 2 || _ackDelay == 0)
        {
            Acknowledge(connection, isClient, now);
            return;
        }
        _acks.Add(now + _ackDelay, new TcpEvent(TcpEventKind.Seen, isClient, side.AckVersion, connection));
    }

    /// <summary>
    /// Linux sends a probe when no packet has arrived for the keepalive time. The probe has the sequence number before
    /// the next byte. Its acknowledgement restarts the keepalive time. A client abandons a connection to the web server
    /// after 90 s without a request. With the default keepalive time of 45 s it therefore sends at most one probe
    /// between two requests; the same is assumed for other times.
    /// </summary>
    private void OnKeepaliveDue(TcpConnection connection, long now)
    {
        if (_isEnding || connection.IsLost)
            return;
        long heardAt = connection.Server.SentAt + (_options.Vantage == Vantage.Server ? _roundTrip : 0);
        if (connection.IsWeb && connection.IsProbed && now - heardAt > WebLink.IdleLimit)
            return; // the client does not use the connection again
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

    /// <summary>Sends a SYN with the maximum segment size option.</summary>
    private void SendSyn(TcpConnection connection, bool isClient, long now, TcpFlags flags)
    {
        const int OptionBytes = 4;
        const byte SegmentSize = 2;
        Span<byte> frame = AddFrame(now, OptionBytes, null);
        Span<byte> option = frame[PacketHeader.Bytes..];
        option[0] = SegmentSize;
        option[1] = OptionBytes;
        BinaryPrimitives.WriteUInt16BigEndian(option[2..], (ushort)_options.SegmentBytes);
        ref TcpSide side = ref connection.Side(isClient);
        side.WriteHeaders(frame, flags, PacketHeader.TcpBytes + OptionBytes, InternetChecksum.Sum(option));
        side.Next++;
    }

    /// <summary>Sends an acknowledgement without data.</summary>
    private void Acknowledge(TcpConnection connection, bool isClient, long now) =>
        Complete(AddFrame(now, 0, null), connection, isClient, now, TcpFlags.Ack, sum: 0);

    private Span<byte> AddFrame(long now, int payloadBytes, string? comment) =>
        _file.Add(now, PacketHeader.Bytes + payloadBytes, comment);

    /// <summary>
    /// Writes the headers in front of the payload. The packet acknowledges everything that has arrived.
    /// </summary>
    private static void Complete(
        Span<byte> frame,
        TcpConnection connection,
        bool isClient,
        long now,
        TcpFlags flags,
        uint sum
    )
    {
        ref TcpSide side = ref connection.Side(isClient);
        side.UnacknowledgedSegments = 0;
        side.AckVersion++;
        side.SentAt = now;
        side.WriteHeaders(frame, flags, PacketHeader.TcpBytes, sum);
    }

    /// <summary>Joins the comments of a write. A pcapng option has at most 65,535 bytes.</summary>
    private string? JoinComments()
    {
        const int MostComments = 16; // each has two names of at most 1,024 bytes, and a few words
        if (_comments.Count == 0)
            return null;
        string text = string.Join("; ", _comments.Take(MostComments));
        return _comments.Count <= MostComments
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}; and {_comments.Count - MostComments} more");
    }

    private static string FormatComment(in LinkRecord record) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(record.Kind == RecordKind.Receipt ? "receipt" : "message")} {record.Id} by {record.Author} in {record.Connection.Conversation.Group.Name}"
        );

    /// <summary>A scheduled event of a connection.</summary>
    /// <param name="Kind">The kind of event.</param>
    /// <param name="IsClient">The side that acts.</param>
    /// <param name="Value">
    /// The sequence number that has arrived. For a delayed acknowledgement: the side's <see cref="TcpSide.AckVersion"/>
    /// when it was scheduled; if the version has changed, the acknowledgement is void.
    /// </param>
    /// <param name="Connection">The connection.</param>
    private readonly record struct TcpEvent(TcpEventKind Kind, bool IsClient, uint Value, TcpConnection Connection);
}
