using MGen.EventLog;
using MGen.Export.People;
using MGen.Wire;

namespace MGen.Export.Messages;

/// <summary>A message or receipt with what became of it.</summary>
/// <param name="Time">When it was made: nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Sender">Who made it, and in which group.</param>
/// <param name="Id">The message's number within (sender, group); of a receipt the number that it acknowledges.</param>
/// <param name="Bytes">Its size: of a message the true one, attachment included; of a receipt its body.</param>
/// <param name="IsReceipt">Whether it is a receipt.</param>
/// <param name="Receivers">For whom it was: the members that were known when it was made, and whoever got it.</param>
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

    /// <summary>How many receivers have not got it.</summary>
    public int Missing { get; set; }
}

/// <summary>One receiver of a message.</summary>
/// <param name="Person">Who.</param>
/// <param name="DeliveredAt">When it was handled there: nanoseconds since 1970-01-01 UTC; <c>null</c>: not by the time
/// of writing.</param>
internal readonly record struct Receiver(Person Person, long? DeliveredAt);

/// <summary>Takes messages in the order in which they were made.</summary>
internal interface IMessageFormat
{
    void Write(ExportedMessage message);

    /// <summary>A delivery of a message that was written before.</summary>
    void WriteLate(Conversation sender, uint id, Person receiver, long deliveredAt);
}

/// <summary>
/// Joins each message with its deliveries. Messages leave in the order in which they were made, each once everybody has
/// it or it has waited for <paramref name="waitNanoseconds"/>: memory holds the messages of that time, at most. Not for
/// several threads.
/// </summary>
/// <param name="formats">Where they go.</param>
/// <param name="waitNanoseconds">How long a message waits for deliveries.</param>
/// <param name="withReceipts">Whether receipts are items, too.</param>
internal sealed class MessageJoin(IMessageFormat[] formats, long waitNanoseconds, bool withReceipts)
{
    private readonly Queue<ExportedMessage> _queue = new();
    private readonly Dictionary<(int Conversation, uint Id), ExportedMessage> _open = [];

    /// <summary>Messages and receipts written.</summary>
    public long Written { get; private set; }

    /// <summary>
    /// Deliveries of messages that had been written already, or whose sending is not among the events.
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

    /// <summary>Writes all that wait.</summary>
    public void Complete() => Release(long.MaxValue);

    /// <summary>Size of a message that was sent.</summary>
    public static uint BytesOf(in LogEvent sent) => (uint)Math.Max(sent.Amount, 1) * WireLimits.BlockBytes;

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
        ExportedMessage message = new(item.UnixNanoseconds, sender, item.Id, BytesOf(item), IsReceipt: false, receivers)
        {
            Missing = receivers.Count,
        };
        _open[(sender.Number, item.Id)] = message; // a client that was started again counts from 0 again
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
        int place = PlaceOf(receiver, message);
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
    /// Where a receiver stands: in the order of the group's members without the sender; those who came later stand
    /// behind, in any order.
    /// </summary>
    private static int PlaceOf(Conversation receiver, ExportedMessage message)
    {
        int place = receiver.Place < message.Sender.Place ? receiver.Place : receiver.Place - 1;
        return place < message.Receivers.Count && message.Receivers[place].Person == receiver.Person
            ? place
            : message.Receivers.FindIndex(known => known.Person == receiver.Person);
    }

    /// <summary>Writes from the front what everybody has, and what was made up to a time.</summary>
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
