using MGen.Messenger.Dialing;
using MGen.Messenger.Links;

namespace MGen.Messenger.Measurement;

/// <summary>
/// The counters of a process, which all its conversations share. Change the fields by <see cref="Interlocked"/> only.
/// They are public fields, not properties, because <c>ref</c> needs fields.
/// </summary>
internal sealed class Ledger
{
    // Indexed by the enum's value: its members count from 0 without gaps.
    private readonly long[] _linkEnds = new long[Enum.GetValues<LinkEnd>().Length];
    private readonly long[] _socksFailures = new long[Enum.GetValues<SocksFailure>().Length];
    private string? _firstFault;
    private string? _firstFailure;

    public long MessagesSent;
    public long MessagesReceived;
    public long ReceiptsSent;
    public long ReceiptsReceived;
    public long ReceiptsFromEarlierRun;
    public long Acknowledged;
    public long Dropped;
    public long Repeated;
    public long BytesSent;
    public long BytesReceived;
    public long LinksOpened;
    public long LinksOpen;
    public long ConversationsGivenUp;
    public long UnisolatedConnections;
    public long AttachmentsUploaded;
    public long AttachmentBytesUploaded;
    public long AttachmentsDownloaded;
    public long AttachmentBytesDownloaded;
    public long AttachmentErrors;
    public long AttachmentsDropped;
    public long Faults;

    /// <summary>From a message's planned time to its creation.</summary>
    public LatencyHistogram ScheduleLag { get; } = new();

    /// <summary>From the creation of a message to each receipt for it.</summary>
    public LatencyHistogram RoundTrip { get; } = new();

    /// <summary>Counts the end of a connection, or a failed attempt.</summary>
    public void CountEnd(LinkEnd end) => Interlocked.Increment(ref _linkEnds[(int)end]);

    /// <summary>How many connections and attempts ended for a reason.</summary>
    public long Ends(LinkEnd end) => Interlocked.Read(ref _linkEnds[(int)end]);

    /// <summary>Counts an attempt that failed at a proxy.</summary>
    public void CountSocksFailure(SocksFailure failure) => Interlocked.Increment(ref _socksFailures[(int)failure]);

    /// <summary>How many attempts failed at a proxy for a reason.</summary>
    public long SocksFailures(SocksFailure failure) => Interlocked.Read(ref _socksFailures[(int)failure]);

    /// <summary>Counts an unhandled exception and keeps the first one.</summary>
    public void CountFault(Exception fault)
    {
        Interlocked.Increment(ref Faults);
        Interlocked.CompareExchange(ref _firstFault, fault.ToString(), null);
    }

    /// <summary>The description of the first failed attempt; <c>null</c> while none has failed.</summary>
    public string? FirstFailure => Volatile.Read(ref _firstFailure);

    /// <summary>Keeps the description of the first failed attempt.</summary>
    public void NoteFailure(string sentence) => Interlocked.CompareExchange(ref _firstFailure, sentence, null);

    /// <summary>Returns the current counters. Each is exact, but they are not read at the same instant.</summary>
    /// <param name="undelivered">Frames of all conversations that are queued, or were sent and may be lost.</param>
    /// <param name="conversations">How many conversations there are.</param>
    public LedgerSnapshot Snapshot(int conversations, long undelivered) =>
        new()
        {
            Conversations = conversations,
            MessagesSent = Interlocked.Read(ref MessagesSent),
            MessagesReceived = Interlocked.Read(ref MessagesReceived),
            ReceiptsSent = Interlocked.Read(ref ReceiptsSent),
            ReceiptsReceived = Interlocked.Read(ref ReceiptsReceived),
            ReceiptsFromEarlierRun = Interlocked.Read(ref ReceiptsFromEarlierRun),
            Acknowledged = Interlocked.Read(ref Acknowledged),
            Undelivered = undelivered,
            Dropped = Interlocked.Read(ref Dropped),
            Repeated = Interlocked.Read(ref Repeated),
            BytesSent = Interlocked.Read(ref BytesSent),
            BytesReceived = Interlocked.Read(ref BytesReceived),
            LinksOpened = Interlocked.Read(ref LinksOpened),
            LinksOpen = Interlocked.Read(ref LinksOpen),
            LinkEnds = Enum.GetValues<LinkEnd>().Where(end => Ends(end) > 0).ToDictionary(end => end, Ends),
            SocksFailures = Enum.GetValues<SocksFailure>()
                .Where(failure => SocksFailures(failure) > 0)
                .ToDictionary(failure => failure, SocksFailures),
            UnisolatedConnections = Interlocked.Read(ref UnisolatedConnections),
            ConversationsGivenUp = Interlocked.Read(ref ConversationsGivenUp),
            AttachmentsUploaded = Interlocked.Read(ref AttachmentsUploaded),
            AttachmentBytesUploaded = Interlocked.Read(ref AttachmentBytesUploaded),
            AttachmentsDownloaded = Interlocked.Read(ref AttachmentsDownloaded),
            AttachmentBytesDownloaded = Interlocked.Read(ref AttachmentBytesDownloaded),
            AttachmentErrors = Interlocked.Read(ref AttachmentErrors),
            AttachmentsDropped = Interlocked.Read(ref AttachmentsDropped),
            Faults = Interlocked.Read(ref Faults),
            FirstFailure = FirstFailure,
            FirstFault = Volatile.Read(ref _firstFault),
            ScheduleLag = ScheduleLag.Snapshot(),
            RoundTrip = RoundTrip.Snapshot(),
        };
}
