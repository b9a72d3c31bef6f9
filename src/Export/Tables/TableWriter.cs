using System.Globalization;
using MGen.EventLog;
using MGen.Wire;

namespace MGen.Export.Tables;

/// <summary>
/// Writes a directory with events.parquet, messages.parquet and deliveries.parquet. Times are nanoseconds since
/// 1970-01-01 UTC. A delivery refers to its message by the index of the message's row, from 0. A late delivery, whose
/// message has already been written or is not among the events, has no index: sender, group and number identify the
/// message.
/// </summary>
internal sealed class TableWriter : IExportFormat, IEventFormat, IMessageFormat
{
    private readonly EventColumns _event = new();
    private readonly MessageColumns _message = new();
    private readonly DeliveryColumns _delivery = new();
    private readonly List<ParquetTable> _tables = [];
    private readonly ParquetTable _events;
    private readonly ParquetTable _messages;
    private readonly ParquetTable _deliveries;

    /// <summary>Creates the directory and the files.</summary>
    public TableWriter(string directory, string application)
    {
        Directory.CreateDirectory(directory);
        try
        {
            _events = Create("events", _event.All);
            _messages = Create("messages", _message.All);
            _deliveries = Create("deliveries", _delivery.All);
        }
        catch
        {
            Dispose();
            throw;
        }

        ParquetTable Create(string name, ParquetColumn[] columns)
        {
            ParquetTable table = new(Path.Combine(directory, name + ".parquet"), application, columns);
            _tables.Add(table);
            return table;
        }
    }

    public void Take(in LogEvent item, Conversation conversation)
    {
        if (!conversation.Person.IsObserved)
            return;
        bool hasStates = item.Kind is EventKind.Send or EventKind.Receive;
        _event.Time.Add(item.UnixNanoseconds);
        _event.User.Add(conversation.Person.Name);
        _event.Group.Add(conversation.Group.Name);
        _event.Kind.Add(LogName(item.Kind));
        _event.From.Add(hasStates ? LogName(item.From) : null);
        _event.To.Add(hasStates ? LogName(item.To) : null);
        _event.Other.Add(item.Other);
        _event.Id.Add(hasStates || item.Kind == EventKind.ReceiveReceipt ? item.Id : null);
        _event.Bytes.Add(
            item.Kind switch
            {
                EventKind.Send => MessageJoin.SizeInBytes(item),
                EventKind.Receive => (uint)item.Amount,
                EventKind.ReceiveReceipt => WireLimits.ReceiptBodyBytes,
                _ => null,
            }
        );
        _event.Text.Add(
            item.Kind == EventKind.Waiting ? item.Amount.ToString(CultureInfo.InvariantCulture) : item.Text
        );
        _events.EndRow();
    }

    public void Write(ExportedMessage message)
    {
        foreach (Receiver receiver in message.Receivers)
            AddDelivery(_messages.Rows, message.Sender, message.Id, receiver.Person, receiver.DeliveredAt);
        _message.Time.Add(message.Time);
        _message.Sender.Add(message.Sender.Person.Name);
        _message.Group.Add(message.Sender.Group.Name);
        _message.Id.Add(message.Id);
        _message.Kind.Add(message.Kind);
        _message.Bytes.Add(message.Bytes);
        _message.Receivers.Add(message.Receivers.Count);
        _messages.EndRow();
    }

    public void WriteLate(Conversation sender, uint id, ExportedPerson receiver, long deliveredAt) =>
        AddDelivery(null, sender, id, receiver, deliveredAt);

    public void Complete()
    {
        foreach (ParquetTable table in _tables)
            table.Complete();
    }

    public void Dispose()
    {
        foreach (ParquetTable table in _tables)
            table.Dispose();
    }

    private void AddDelivery(long? message, Conversation sender, uint id, ExportedPerson receiver, long? deliveredAt)
    {
        _delivery.Message.Add(message);
        _delivery.Sender.Add(sender.Person.Name);
        _delivery.Group.Add(sender.Group.Name);
        _delivery.Id.Add(id);
        _delivery.Receiver.Add(receiver.Name);
        _delivery.DeliveredAt.Add(deliveredAt);
        _deliveries.EndRow();
    }

    private static string LogName(LogState state) => state == LogState.Idle ? "Idle" : "Active";

    /// <summary>
    /// The event log's word for a kind, in lower case. Kinds that share a word in the event log have different words
    /// here: received messages and receipts (<c>receive</c> in the log), and the errors (<c>error</c> in the log).
    /// </summary>
    private static string LogName(EventKind kind) =>
        kind switch
        {
            EventKind.Waiting => "waiting",
            EventKind.Handshake => "handshake",
            EventKind.Awake => "awake",
            EventKind.Idle => "idle",
            EventKind.Send => "send",
            EventKind.Receive => "receive",
            EventKind.ReceiveReceipt => "receive-receipt",
            EventKind.TcpError => "tcp-error",
            EventKind.TlsError => "tls-error",
            _ => "error",
        };

    private sealed class EventColumns
    {
        public NumberColumn<long> Time { get; } = new("time_ns");
        public TextColumn User { get; } = new("user");
        public TextColumn Group { get; } = new("group");
        public TextColumn Kind { get; } = new("kind");
        public TextColumn From { get; } = new("from_state", isOptional: true);
        public TextColumn To { get; } = new("to_state", isOptional: true);
        public TextColumn Other { get; } = new("other", isOptional: true);
        public OptionalNumberColumn<uint> Id { get; } = new("id");
        public OptionalNumberColumn<uint> Bytes { get; } = new("bytes");
        public TextColumn Text { get; } = new("text", isOptional: true);
        public ParquetColumn[] All => [Time, User, Group, Kind, From, To, Other, Id, Bytes, Text];
    }

    private sealed class MessageColumns
    {
        public NumberColumn<long> Time { get; } = new("time_ns");
        public TextColumn Sender { get; } = new("sender");
        public TextColumn Group { get; } = new("group");
        public NumberColumn<uint> Id { get; } = new("id");
        public TextColumn Kind { get; } = new("kind");
        public NumberColumn<uint> Bytes { get; } = new("bytes");
        public NumberColumn<int> Receivers { get; } = new("receivers");
        public ParquetColumn[] All => [Time, Sender, Group, Id, Kind, Bytes, Receivers];
    }

    private sealed class DeliveryColumns
    {
        public OptionalNumberColumn<long> Message { get; } = new("message");
        public TextColumn Sender { get; } = new("sender");
        public TextColumn Group { get; } = new("group");
        public NumberColumn<uint> Id { get; } = new("id");
        public TextColumn Receiver { get; } = new("receiver");
        public OptionalNumberColumn<long> DeliveredAt { get; } = new("delivered_ns");
        public ParquetColumn[] All => [Message, Sender, Group, Id, Receiver, DeliveredAt];
    }
}
