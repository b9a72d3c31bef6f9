using System.Text;
using MGen.EventLog;
using MGen.Wire;

namespace MGen.Export.Links;

/// <summary>
/// Converts the events of a conversation into the TLS records of its connections. The sizes and the order per direction
/// of the records of messages and receipts are exact. The TLS handshake, the connection to the web server, and
/// everything that depends on the round trip are a model. docs/EXPORT.md describes both.
/// </summary>
internal sealed class LinkModel(ExportOptions options, RecordOrder order)
{
    private readonly List<LinkState?> _states = [];
    private readonly long _roundTrip = options.RoundTrip.Ticks * TimeSpan.NanosecondsPerTick;
    private readonly long _outgoingShift =
        options.Vantage == Vantage.Server ? options.RoundTrip.Ticks * TimeSpan.NanosecondsPerTick / 2 : 0;

    /// <summary>
    /// The number of messages and receipts without records, because the events do not contain the connection of their
    /// conversation.
    /// </summary>
    public long Unconnected => _states.Sum(state => state is null ? 0 : state.Waiting.Count + state.ArrivedUnconnected);

    /// <summary>The number of connections opened.</summary>
    public long Connections { get; private set; }

    public void Take(in LogEvent item, Conversation conversation)
    {
        order.AdvanceTo(item.UnixNanoseconds);
        if (!conversation.IsObserved)
            return;
        LinkState state = StateFor(conversation);
        switch (item.Kind)
        {
            case EventKind.Handshake:
                Open(state, item.UnixNanoseconds);
                break;
            case EventKind.Send:
                Sent(state, item);
                break;
            case EventKind.Receive:
                Received(state, item);
                break;
            case EventKind.ReceiveReceipt:
                ReceivedReceipt(state, item);
                break;
            case EventKind.TcpError or EventKind.TlsError or EventKind.Error:
                Lose(state, item.UnixNanoseconds);
                break;
        }
    }

    private LinkState StateFor(Conversation conversation)
    {
        while (_states.Count <= conversation.Number)
            _states.Add(null);
        return _states[conversation.Number] ??= new LinkState(conversation, new WebLink(options, this, conversation));
    }

    private void Lose(LinkState state, long now)
    {
        if (state.Connection is { } connection)
            Add(connection, now, isOutgoing: true, bytes: 0, RecordKind.Lost);
        state.Connection = null;
    }

    private void Open(LinkState state, long now)
    {
        Lose(state, now);
        state.Connection = Connect(state.Conversation, isWeb: false);
        TlsHandshake handshake = new(this, state.Connection, _roundTrip);
        handshake.Run(
            now,
            RecordSizes.ClientHello(options.Resume),
            RecordSizes.EncryptedExtensions(options.Resume),
            options.CertificateBytes
        );
        Add(
            state.Connection,
            now,
            isOutgoing: true,
            RecordSizes.Registration(state.Conversation, options.Resume),
            RecordKind.Registration
        );
        if (options.Resume)
            Add(
                state.Connection,
                now + _roundTrip,
                isOutgoing: false,
                RecordSizes.RegistrationReply,
                RecordKind.Registration
            );
        foreach (WaitingFrame frame in state.Waiting)
            Leave(state, frame with { Time = now });
        state.Waiting.Clear();
    }

    private void Sent(LinkState state, in LogEvent item)
    {
        uint bytes = MessageJoin.SizeInBytes(item);
        int header = RecordSizes.Header(state.PersonBytes, state.GroupBytes);
        Send(state, new WaitingFrame(item.UnixNanoseconds, header, bytes, RecordKind.Message, IsActive(item), item.Id));
    }

    private void Received(LinkState state, in LogEvent item)
    {
        int senderBytes = state.BytesOfOther(item.Other!);
        uint bytes = (uint)item.Amount;
        Arrive(
            state,
            item,
            RecordSizes.Header(senderBytes, state.GroupBytes),
            RecordSizes.Body(bytes),
            RecordKind.Message
        );
        if (bytes > WireLimits.MaxInlineBodyBytes)
            state.Web.Download(item.UnixNanoseconds, bytes, IsActive(item));
        int receiptHeader = RecordSizes.Header(state.PersonBytes, senderBytes);
        Send(
            state,
            new WaitingFrame(
                item.UnixNanoseconds,
                receiptHeader,
                WireLimits.ReceiptBodyBytes,
                RecordKind.Receipt,
                IsActive(item),
                item.Id
            )
        );
    }

    private void ReceivedReceipt(LinkState state, in LogEvent item) =>
        Arrive(
            state,
            item,
            RecordSizes.Header(state.BytesOfOther(item.Other!), state.PersonBytes),
            WireLimits.ReceiptBodyBytes,
            RecordKind.Receipt
        );

    /// <summary>
    /// Adds a received frame. If the conversation has no connection, for example because the event log begins after the
    /// start of the run, the frame is only counted.
    /// </summary>
    private void Arrive(LinkState state, in LogEvent item, int header, int body, RecordKind kind)
    {
        if (state.Connection is null)
            state.ArrivedUnconnected++;
        else
            AddFrame(
                state.Connection,
                item.UnixNanoseconds,
                isOutgoing: false,
                header,
                body,
                kind,
                IsActive(item),
                item.Other!,
                item.Id
            );
    }

    private void Send(LinkState state, in WaitingFrame frame)
    {
        if (state.Connection is null)
            state.Waiting.Add(frame);
        else
            Leave(state, frame);
    }

    private void Leave(LinkState state, in WaitingFrame frame)
    {
        AddFrame(
            state.Connection!,
            frame.Time,
            isOutgoing: true,
            frame.Header,
            RecordSizes.Body(frame.Bytes),
            frame.Kind,
            frame.IsActive,
            state.PersonName,
            frame.Id
        );
        if (frame.Bytes > WireLimits.MaxInlineBodyBytes)
            state.Web.Upload(frame.Time, frame.Bytes, frame.IsActive);
    }

    /// <summary>
    /// Adds the records of a frame. In a run, clients and servers each have an option to split frames; an export has
    /// one option for both.
    /// </summary>
    private void AddFrame(
        Connection connection,
        long time,
        bool isOutgoing,
        int header,
        int body,
        RecordKind kind,
        bool isActive,
        string author,
        uint id
    )
    {
        LinkRecord record = new()
        {
            Time = InOrder(connection, Shift(time, isOutgoing), isOutgoing),
            Connection = connection,
            IsOutgoing = isOutgoing,
            Bytes = (options.SplitRecords ? header : header + body) + RecordSizes.Overhead,
            Kind = kind,
            Types = TlsTypes.ApplicationData,
            IsActive = isActive,
            Author = author,
            Id = id,
        };
        order.Add(record);
        if (options.SplitRecords)
            order.Add(record with { Bytes = body + RecordSizes.Overhead });
    }

    /// <summary>Opens a connection from the device's next port.</summary>
    public Connection Connect(Conversation conversation, bool isWeb)
    {
        const int FirstPort = 49_152;
        const int Ports = 16_384;
        Connections++;
        return new Connection(
            conversation,
            (ushort)(FirstPort + (conversation.Person.ConnectionsOpened++ % Ports)),
            isWeb
        );
    }

    /// <summary>Adds a record that belongs to no message.</summary>
    public void Add(
        Connection connection,
        long time,
        bool isOutgoing,
        int bytes,
        RecordKind kind,
        ushort types = TlsTypes.ApplicationData,
        bool isActive = false
    ) =>
        order.Add(
            new LinkRecord
            {
                Time = InOrder(connection, Shift(time, isOutgoing), isOutgoing),
                Connection = connection,
                IsOutgoing = isOutgoing,
                Bytes = bytes,
                Kind = kind,
                Types = types,
                IsActive = isActive,
            }
        );

    /// <summary>
    /// Returns the time of a record: never earlier than the time of the previous record in its direction, even if the
    /// clock went back. The log lines of a conversation are in the order of its actions.
    /// </summary>
    private static long InOrder(Connection connection, long time, bool isOutgoing)
    {
        if (isOutgoing)
            return connection.LastOutgoing = Math.Max(connection.LastOutgoing, time);
        return connection.LastIncoming = Math.Max(connection.LastIncoming, time);
    }

    private long Shift(long time, bool isOutgoing) => isOutgoing ? time + _outgoingShift : time - _outgoingShift;

    private static bool IsActive(in LogEvent item) => item.From == LogState.Active || item.To == LogState.Active;

    private readonly record struct WaitingFrame(
        long Time,
        int Header,
        uint Bytes,
        RecordKind Kind,
        bool IsActive,
        uint Id
    );

    private sealed class LinkState(Conversation conversation, WebLink web)
    {
        private string? _other;
        private int _otherBytes;

        public Conversation Conversation { get; } = conversation;

        public WebLink Web { get; } = web;

        // Copies, because access to the objects of the person and the group costs two more cache misses per record.
        public string PersonName { get; } = conversation.Person.Name;
        public int PersonBytes { get; } = conversation.Person.NameBytes;
        public int GroupBytes { get; } = conversation.Group.NameBytes;

        /// <summary>The frames that were created while the conversation had no connection.</summary>
        public List<WaitingFrame> Waiting { get; } = [];

        /// <summary>The current connection, or <c>null</c>.</summary>
        public Connection? Connection { get; set; }

        /// <summary>The number of frames that arrived without a known connection.</summary>
        public long ArrivedUnconnected { get; set; }

        /// <summary>
        /// Bytes of a sender's name in UTF-8. The last result is cached by string object: most messages of a
        /// conversation have the same sender as the previous message, and readers and simulations reuse string objects.
        /// </summary>
        public int BytesOfOther(string name)
        {
            if (!ReferenceEquals(_other, name))
                (_other, _otherBytes) = (name, Encoding.UTF8.GetByteCount(name));
            return _otherBytes;
        }
    }
}
