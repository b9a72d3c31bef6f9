using MGen.Cli;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;

namespace MGen.Client.Tests;

public sealed class RunVerdictTests
{
    private static readonly TimeSpan Lasted = TimeSpan.FromSeconds(100);

    [Theory]
    [InlineData(2754, 2754, ExitCode.Ok)]
    [InlineData(2754, 2734, ExitCode.Ok)] // one message in flight in each of 20 conversations
    [InlineData(2754, 2733, ExitCode.Doubtful)]
    [InlineData(2754, 257, ExitCode.Doubtful)]
    [InlineData(2754, 0, ExitCode.Doubtful)]
    [InlineData(0, 0, ExitCode.Ok)]
    public void For_MessagesWithoutReceipt_AreDoubtfulAboveTheMaximumInFlight(
        long sent,
        long acknowledged,
        ExitCode expected
    ) =>
        Assert.Equal(
            expected,
            RunVerdict.For(Ledger(sent, acknowledged), Lasted, linesLost: 0, isCutShort: false).Code
        );

    [Fact]
    public void MaxInFlight_SlowRoundTrips_IncludesMessagesOfOneRoundTrip()
    {
        LatencyHistogram trips = new();
        trips.Record(TimeSpan.FromSeconds(2));
        LedgerSnapshot ledger = Ledger(1000, 970) with { RoundTrip = trips.Snapshot() };

        // One message in each of 20 conversations, and 10 a second for 2 s; a histogram rounds.
        Assert.InRange(RunVerdict.MaxInFlight(ledger, Lasted), 39, 42);
        Assert.Equal(ExitCode.Ok, RunVerdict.For(ledger, Lasted, linesLost: 0, isCutShort: false).Code);
    }

    [Fact]
    public void For_ReceiptsForMessagesOfAnEarlierRun_AreDoubtful()
    {
        LedgerSnapshot ledger = Ledger(1000, 1000) with { ReceiptsFromEarlierRun = 3 };

        RunVerdict verdict = RunVerdict.For(ledger, Lasted, linesLost: 0, isCutShort: false);

        Assert.Equal(ExitCode.Doubtful, verdict.Code);
    }

    [Fact]
    public void TimesPart_NothingMeasured_IsNullExceptTheCount() =>
        Assert.Equal(new TimesPart(0, null, null, null, null), TimesPart.From(new LatencyHistogram().Snapshot()));

    private static LedgerSnapshot Ledger(long sent, long acknowledged) =>
        new()
        {
            Conversations = 20,
            MessagesSent = sent,
            MessagesReceived = 0,
            ReceiptsSent = 0,
            ReceiptsReceived = acknowledged,
            Acknowledged = acknowledged,
            Undelivered = 0,
            Dropped = 0,
            Repeated = 0,
            BytesSent = 0,
            BytesReceived = 0,
            LinksOpened = 20,
            LinksOpen = 20,
            LinkEnds = new Dictionary<LinkEnd, long>(),
            AttachmentsUploaded = 0,
            AttachmentBytesUploaded = 0,
            AttachmentsDownloaded = 0,
            AttachmentBytesDownloaded = 0,
            AttachmentErrors = 0,
            AttachmentsDropped = 0,
            Faults = 0,
            FirstFault = null,
            ScheduleLag = new LatencyHistogram().Snapshot(),
            RoundTrip = new LatencyHistogram().Snapshot(),
        };
}
