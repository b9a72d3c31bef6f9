using MGen.Analysis.Records;
using MGen.Analysis.Roster;

namespace MGen.Analysis.Joining;

/// <summary>The records of one message, by member of its group. Reused for the next message. Not thread-safe.</summary>
internal sealed class OpenMessage
{
    private Fate[] _fates = [];

    public Conversation Sender { get; private set; } = null!;

    public bool IsSent { get; private set; }

    public long SentNanoseconds { get; private set; }

    public long Blocks { get; private set; }

    public long? AtServerNanoseconds { get; private set; }

    /// <summary>Repeated deliveries and receipts.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Deliveries and receipts.</summary>
    public int Arrivals { get; private set; }

    /// <summary>Deliveries and receipts of the sender to itself.</summary>
    public int ToSelf { get; private set; }

    /// <summary>The message's fate at the member with this slot in the group.</summary>
    public ref readonly Fate FateOf(int slot) => ref _fates[slot];

    /// <summary>Clears everything for the next message of this sender.</summary>
    public void Open(Conversation sender)
    {
        int members = sender.Group.Members.Count;
        if (_fates.Length < members)
            _fates = new Fate[members * 2];
        _fates.AsSpan(0, members).Clear();
        Sender = sender;
        IsSent = false;
        SentNanoseconds = 0;
        Blocks = 0;
        AtServerNanoseconds = null;
        Duplicates = 0;
        Arrivals = 0;
        ToSelf = 0;
    }

    /// <summary>Notes the send.</summary>
    public void Send(in MessageRecord record) =>
        (IsSent, SentNanoseconds, Blocks) = (true, record.UnixNanoseconds, record.Blocks);

    /// <summary>Notes a second line for the same send.</summary>
    public void SendAgain() => Duplicates++;

    /// <summary>
    /// Adds a record other than the send. The first of each kind counts, since records are ordered by time.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="member">The conversation of the record's other member.</param>
    public void Take(in MessageRecord record, Conversation member)
    {
        if (record.Kind == RecordKind.AtServer)
        {
            AtServerNanoseconds ??= record.UnixNanoseconds;
            return;
        }
        ref Fate fate = ref _fates[member.Slot];
        if (record.Kind == RecordKind.ReceiptAtServer)
        {
            fate = fate with { ReceiptAtServer = true };
            return;
        }
        Arrivals++;
        if (ReferenceEquals(member, Sender))
            ToSelf++;
        else if (record.Kind == RecordKind.Delivered)
            fate = Once(fate.Delivered) ? fate with { Delivered = record.UnixNanoseconds } : fate;
        else
            fate = Once(fate.Acknowledged) ? fate with { Acknowledged = record.UnixNanoseconds } : fate;
    }

    private bool Once(long? before)
    {
        if (before is null)
            return true;
        Duplicates++;
        return false;
    }

    /// <summary>A message's fate at one member: Unix nanoseconds, <c>null</c> for never.</summary>
    internal readonly record struct Fate(long? Delivered, long? Acknowledged, bool ReceiptAtServer);
}
