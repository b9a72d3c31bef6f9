using MGen.Messenger.Dialing;
using MGen.Messenger.Links;

namespace MGen.Messenger.Measurement;

/// <summary>
/// What happened in a process, counted; one for all its conversations. The fields are changed by
/// <see cref="Interlocked"/> only.
/// </summary>
internal sealed class Ledger
{
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

    /// <summary>From a message's planned time to the moment it was made.</summary>
    public LatencyHistogram ScheduleLag { get; } = new();

    /// <summary>From making a message to each receipt for it.</summary>
    public LatencyHistogram RoundTrip { get; } = new();

    /// <summary>Counts the end of a link or of an attempt at one.</summary>
    public void CountEnd(LinkEnd end) => Interlocked.Increment(ref _linkEnds[(int)end]);

    /// <summary>How many links and attempts ended for a reason.</summary>
    public long Ends(LinkEnd end) => Interlocked.Read(ref _linkEnds[(int)end]);

    /// <summary>Counts an attempt at which a proxy gave no connection.</summary>
    public void CountSocksFailure(SocksFailure failure) => Interlocked.Increment(ref _socksFailures[(int)failure]);

    /// <summary>How many such attempts there were for a reason.</summary>
    public long SocksFailures(SocksFailure failure) => Interlocked.Read(ref _socksFailures[(int)failure]);

    /// <summary>Counts a bug and remembers the first one.</summary>
    public void CountFault(Exception fault)
    {
        Interlocked.Increment(ref Faults);
        Interlocked.CompareExchange(ref _firstFault, fault.ToString(), null);
    }

    /// <summary>Remembers why the first attempt at a link failed.</summary>
    public void NoteFailure(string sentence) => Interlocked.CompareExchange(ref _firstFailure, sentence, null);

    /// <summary>The present counts. Each is exact; together they are of about the same moment.</summary>
    /// <param name="undelivered">Frames that wait to be sent, or were sent and may have to be sent again, in all
    /// conversations.</param>
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
            FirstFailure = Volatile.Read(ref _firstFailure),
            FirstFault = Volatile.Read(ref _firstFault),
            ScheduleLag = ScheduleLag.Snapshot(),
            RoundTrip = RoundTrip.Snapshot(),
        };
}
