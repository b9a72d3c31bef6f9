using MGen.Analysis.Records;
using MGen.Analysis.Roster;
using MGen.Analysis.Tallies;
using MGen.Wire;

namespace MGen.Analysis.Joining;

/// <summary>Judges the fate of a message whose records are complete. Not thread-safe.</summary>
internal sealed class MessageJudge(JoinRules rules, JoinTally tally, SenderTally sender)
{
    /// <summary>Counts the message.</summary>
    public void Judge(OpenMessage message)
    {
        if (!message.IsSent)
        {
            if (message.Sender.HasOwnLog)
                tally.Unexpected += message.Arrivals;
            else
                tally.SenderUnknown += message.Arrivals;
            return;
        }
        if (message.Sender.IsStranger)
            return;
        if (!rules.Counts(message.SentNanoseconds))
        {
            tally.LeftOut++;
            return;
        }
        tally.Duplicates += message.Duplicates;
        tally.ToSelf += message.ToSelf;
        JudgeCounted(message);
    }

    private void JudgeCounted(OpenMessage message)
    {
        List<Conversation> members = message.Sender.Group.Members;
        long bytes = Math.Clamp(message.Blocks, 1, WireLimits.MaxBlocks) * WireLimits.BlockBytes;
        ClassTally byGroup = tally.GroupSizes[SizeClass.IndexOf(SizeClass.Members, message.Sender.Group.Size)];
        ClassTally bySize = tally.MessageSizes[SizeClass.IndexOf(SizeClass.Bytes, bytes)];
        byGroup.Sent++;
        bySize.Sent++;
        sender.Sent();
        tally.SentBytes += bytes;
        if (message.AtServerNanoseconds is { } atServer)
            tally.ToServer.Record(Since(message, atServer));
        else if (message.Sender.Group.HasServerLog)
            tally.ToServer.RecordMissing();
        foreach (Conversation member in members)
        {
            if (!ReferenceEquals(member, message.Sender) && !member.IsStranger)
                JudgeMember(message, member, byGroup, bySize);
        }
    }

    private void JudgeMember(OpenMessage message, Conversation member, ClassTally byGroup, ClassTally bySize)
    {
        if (member.AwakeUnixNanoseconds > message.SentNanoseconds)
        {
            tally.ToSleeping++;
            return;
        }
        OpenMessage.Fate fate = message.FateOf(member.Slot);
        long? roundTrip = fate.Acknowledged is { } acknowledged ? Since(message, acknowledged) : null;
        bool timedOut = roundTrip is not { } time || time > rules.TimeoutNanoseconds;
        member.Owed(timedOut);
        sender.Owed(roundTrip, timedOut);
        if (timedOut && roundTrip is not null)
            tally.Late++;
        if (roundTrip is null && rules.IsUndecided(message.SentNanoseconds))
            tally.Undecided++;
        long? delivery = fate.Delivered is { } delivered ? Since(message, delivered) : null;
        foreach (ClassTally part in (ReadOnlySpan<ClassTally>)[byGroup, bySize])
        {
            CountReceipt(part, roundTrip, timedOut);
            if (member.HasOwnLog)
                CountDelivery(part, delivery, isDelivered: delivery is not null || roundTrip is not null);
        }
        CountOverTime(message, roundTrip, timedOut);
        if (roundTrip is null)
            tally.Losses[(int)StageOf(message, member, fate)]++;
    }

    private static void CountReceipt(ClassTally part, long? roundTrip, bool timedOut)
    {
        part.Owed++;
        if (timedOut)
            part.TimedOut++;
        Record(part.RoundTrip, roundTrip);
    }

    /// <summary>
    /// Counts an owed delivery. If its line is missing, a receipt still proves the delivery, but not its time.
    /// </summary>
    private static void CountDelivery(ClassTally part, long? delivery, bool isDelivered)
    {
        part.DeliveriesOwed++;
        if (isDelivered)
            part.Delivered++;
        if (delivery is not null || !isDelivered)
            Record(part.Delivery, delivery);
    }

    private static void Record(LatencyRecorder recorder, long? nanoseconds)
    {
        if (nanoseconds is { } seen)
            recorder.Record(seen);
        else
            recorder.RecordMissing();
    }

    private void CountOverTime(OpenMessage message, long? roundTrip, bool timedOut)
    {
        if (timedOut)
            tally.Volumes.Add(message.SentNanoseconds, VolumeKind.TimedOut);
        if (roundTrip is not { } time)
            return;
        tally.Volumes.Add(message.SentNanoseconds, VolumeKind.Acknowledged);
        tally.Volumes.Add(message.SentNanoseconds, VolumeKind.RoundTripMicroseconds, time / 1000);
    }

    private static LossStage StageOf(OpenMessage message, Conversation member, OpenMessage.Fate fate)
    {
        bool serverTells = message.Sender.Group.HasServerLog;
        if (fate.Delivered is not null)
            return serverTells && !fate.ReceiptAtServer
                ? LossStage.ReceiptNeverReachedServer
                : LossStage.ReceiptNotDelivered;
        if (serverTells && message.AtServerNanoseconds is null)
            return LossStage.NeverReachedServer;
        return member.HasOwnLog ? LossStage.NotDelivered : LossStage.Unknown;
    }

    private long Since(OpenMessage message, long unixNanoseconds)
    {
        if (unixNanoseconds < message.SentNanoseconds)
            tally.BeforeSend++;
        return Math.Max(0, unixNanoseconds - message.SentNanoseconds);
    }
}

/// <summary>The rules by which a message's fate is judged.</summary>
/// <param name="TimeoutNanoseconds">A receipt later than this is late.</param>
/// <param name="AfterNanoseconds">Messages sent at or before this Unix time are left out.</param>
/// <param name="UpToNanoseconds">Messages sent after this are left out.</param>
/// <param name="EndNanoseconds">The end of the logs.</param>
internal readonly record struct JoinRules(
    long TimeoutNanoseconds,
    long AfterNanoseconds,
    long UpToNanoseconds,
    long EndNanoseconds
)
{
    /// <summary>Whether a message sent at this time counts.</summary>
    public bool Counts(long sentNanoseconds) =>
        sentNanoseconds > AfterNanoseconds && sentNanoseconds <= UpToNanoseconds;

    /// <summary>Whether a receipt could still have arrived after the logs' end and within the time-out.</summary>
    public bool IsUndecided(long sentNanoseconds) => sentNanoseconds > EndNanoseconds - TimeoutNanoseconds;
}

/// <summary>The last place at which a missing message or receipt was seen.</summary>
internal enum LossStage
{
    /// <summary>The server's log is available and does not have the message.</summary>
    NeverReachedServer,

    /// <summary>
    /// The recipient's log is available and does not have the message; the server's log has it, if available.
    /// </summary>
    NotDelivered,

    /// <summary>
    /// The recipient's log has the message; the server's log is available and does not have the receipt.
    /// </summary>
    ReceiptNeverReachedServer,

    /// <summary>The recipient's log has the message, and the server's log, if available, has the receipt.</summary>
    ReceiptNotDelivered,

    /// <summary>The available logs do not show the place.</summary>
    Unknown,
}

/// <summary>The records of one message, by member of its group. Reused for the next message. Not thread-safe.</summary>
internal sealed class OpenMessage
{
    private Fate[] _fates = [];

    public Conversation Sender { get; private set; } = null!;

    public bool IsSent { get; private set; }

    public long SentNanoseconds { get; private set; }

    public long Blocks { get; private set; }

    public long? AtServerNanoseconds { get; private set; }

    /// <summary>Repeated sends, deliveries and receipts.</summary>
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
    public void Send(in MessageRecord record)
    {
        IsSent = true;
        SentNanoseconds = record.UnixNanoseconds;
        Blocks = record.Blocks;
    }

    /// <summary>Notes a second line for the same send.</summary>
    public void SendAgain() => Duplicates++;

    /// <summary>
    /// Adds a record other than the send. Records are added in the order of their times, and the first of each kind
    /// counts.
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
