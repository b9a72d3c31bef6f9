using MGen.EventLog;
using MGen.Wire;

namespace MGen.Export;

/// <summary>A message or receipt with its deliveries.</summary>
/// <param name="Time">When it was created: nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Sender">The conversation of its author.</param>
/// <param name="Id">
/// The number of the message within (sender, group); for a receipt the number of the acknowledged message.
/// </param>
/// <param name="Bytes">
/// The size in bytes: for a message including its attachment, for a receipt the size of its body.
/// </param>
/// <param name="IsReceipt">Whether the item is a receipt.</param>
/// <param name="Receivers">
/// The receivers: the group's members that were known when it was created, and everybody who received it.
/// </param>
internal sealed record ExportedMessage(
    long Time,
    Conversation Sender,
    uint Id,
    uint Bytes,
    bool IsReceipt,
    List<Receiver> Receivers
)
{
    /// <summary>message, attachment or receipt.</summary>
    public string Kind =>
        IsReceipt ? "receipt"
        : Bytes > WireLimits.MaxInlineBodyBytes ? "attachment"
        : "message";

    /// <summary>The number of receivers without a delivery.</summary>
    public int Missing { get; set; }
}

/// <summary>One receiver of a message.</summary>
/// <param name="Person">The receiver.</param>
/// <param name="DeliveredAt">
/// When the receiver handled the message: nanoseconds since 1970-01-01 UTC; <c>null</c> if the message was written
/// before its delivery, and for every receipt.
/// </param>
internal readonly record struct Receiver(ExportedPerson Person, long? DeliveredAt);

/// <summary>Receives messages in the order in which they were created.</summary>
internal interface IMessageFormat
{
    void Write(ExportedMessage message);

    /// <summary>Receives a delivery of a message that has already been written.</summary>
    void WriteLate(Conversation sender, uint id, ExportedPerson receiver, long deliveredAt);
}

/// <summary>
/// Joins each message with its deliveries. Messages are written in the order in which they were created, each as soon
/// as all receivers have it, or <paramref name="waitNanoseconds"/> have passed, and the messages before it are written.
/// Memory holds at most the messages of that time. Not thread-safe.
/// </summary>
/// <param name="formats">The outputs.</param>
/// <param name="waitNanoseconds">How long a message waits for its deliveries.</param>
/// <param name="withReceipts">Whether receipts are exported too.</param>
internal sealed class MessageJoin(IMessageFormat[] formats, long waitNanoseconds, bool withReceipts)
{
    private readonly Queue<ExportedMessage> _queue = new();
    private readonly Dictionary<(int Conversation, uint Id), ExportedMessage> _open = [];

    /// <summary>The number of messages and receipts written.</summary>
    public long Written { get; private set; }

    /// <summary>
    /// The number of deliveries of messages that had already been written, or whose send event is missing.
    /// </summary>
    public long LateDeliveries { get; private set; }

    public void Take(in LogEvent item, Conversation conversation)
    {
        Release(item.UnixNanoseconds - waitNanoseconds);
        if (item.Kind == EventKind.Send)
            Sent(item, conversation);
        else if (item.Kind == EventKind.Receive)
            Received(item, conversation);
    }

    /// <summary>Writes all waiting messages.</summary>
    public void Complete() => Release(long.MaxValue);

    /// <summary>The size of a sent message in bytes.</summary>
    public static uint SizeInBytes(in LogEvent sent) => (uint)Math.Max(sent.Amount, 1) * WireLimits.BlockBytes;

    private void Sent(in LogEvent item, Conversation sender)
    {
        if (!sender.Group.HasObserved)
            return;
        List<Receiver> receivers = new(sender.Group.Members.Count - 1);
        foreach (Conversation member in sender.Group.Members)
        {
            if (member != sender)
                receivers.Add(new Receiver(member.Person, null));
        }
        ExportedMessage message = new(
            item.UnixNanoseconds,
            sender,
            item.Id,
            SizeInBytes(item),
            IsReceipt: false,
            receivers
        )
        {
            Missing = receivers.Count,
        };
        _open[(sender.Number, item.Id)] = message; // a restarted client counts from 0 again
        _queue.Enqueue(message);
    }

    private void Received(in LogEvent item, Conversation receiver)
    {
        Conversation? sender = receiver.Group.Find(item.Other!);
        if (sender is not null && (sender.Person.IsObserved || receiver.Person.IsObserved))
            Deliver(item, sender, receiver);
        if (withReceipts && receiver.Person.IsObserved && sender is not null)
            _queue.Enqueue(
                new ExportedMessage(
                    item.UnixNanoseconds,
                    receiver,
                    item.Id,
                    WireLimits.ReceiptBodyBytes,
                    IsReceipt: true,
                    [new Receiver(sender.Person, null)]
                )
            );
    }

    private void Deliver(in LogEvent item, Conversation sender, Conversation receiver)
    {
        if (!_open.TryGetValue((sender.Number, item.Id), out ExportedMessage? message))
        {
            LateDeliveries++;
            foreach (IMessageFormat format in formats)
                format.WriteLate(sender, item.Id, receiver.Person, item.UnixNanoseconds);
            return;
        }
        int place = IndexAmongReceivers(receiver, message);
        if (place < 0)
        {
            message.Receivers.Add(new Receiver(receiver.Person, item.UnixNanoseconds));
        }
        else if (message.Receivers[place].DeliveredAt is null)
        {
            message.Receivers[place] = new Receiver(receiver.Person, item.UnixNanoseconds);
            message.Missing--;
        }
    }

    private static bool IsForObserved(ExportedMessage message)
    {
        foreach (Receiver receiver in message.Receivers)
        {
            if (receiver.Person.IsObserved)
                return true;
        }
        return false;
    }

    /// <summary>
    /// The index of a receiver in the list of receivers: the group's members without the sender, in their order; then
    /// later members, in any order.
    /// </summary>
    private static int IndexAmongReceivers(Conversation receiver, ExportedMessage message)
    {
        int place = receiver.Place < message.Sender.Place ? receiver.Place : receiver.Place - 1;
        return place < message.Receivers.Count && message.Receivers[place].Person == receiver.Person
            ? place
            : message.Receivers.FindIndex(known => known.Person == receiver.Person);
    }

    /// <summary>
    /// Writes messages from the front of the queue while they are complete, or were created at or before
    /// <paramref name="madeUpTo"/>.
    /// </summary>
    private void Release(long madeUpTo)
    {
        while (_queue.TryPeek(out ExportedMessage? first) && (first.Missing == 0 || first.Time <= madeUpTo))
        {
            _queue.Dequeue();
            (int, uint) key = (first.Sender.Number, first.Id);
            if (!first.IsReceipt && _open.GetValueOrDefault(key) == first)
                _open.Remove(key);
            if (!first.Sender.Person.IsObserved && !IsForObserved(first))
                continue;
            Written++;
            foreach (IMessageFormat format in formats)
                format.Write(first);
        }
    }
}
