using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Demo.Results;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;

namespace MGen.Demo.Tests.Results;

/// <summary>Sample outcomes to judge, report and draw.</summary>
internal static class Outcomes
{
    public static DemoIdentity Identity { get; } =
        new(new DemoArguments(), DemoPopulation.Draw(20, 42), 42, "lab-3", "openssl");

    public static DemoIdentity With(DeploymentKind deployment) =>
        Identity with
        {
            Arguments = new DemoArguments { Deployment = deployment },
        };

    public static MessageCounts Messages { get; } =
        EmptyLogs().Messages with
        {
            Sent = 1_234,
            Owed = 4_000,
            Acknowledged = 4_000,
            DeliveriesOwed = 4_000,
            Delivered = 4_000,
        };

    public static AnalysisResult Analysis { get; } =
        EmptyLogs() with
        {
            Verdict = Verdict.Ok,
            Warnings = [],
            Messages = Messages,
            Attachments = EmptyLogs().Attachments with { Sent = 12, Received = 30 },
            Delivery = LatencyDistribution.Empty with
            {
                Count = 4_000,
                P50Microseconds = 1_000,
                P90Microseconds = 2_000,
                P99Microseconds = 10_000,
                MaxMicroseconds = 100_000,
            },
        };

    public static LedgerSnapshot Swarm { get; } =
        new()
        {
            Conversations = 58,
            MessagesSent = 1_234,
            MessagesReceived = 4_000,
            ReceiptsSent = 4_000,
            ReceiptsReceived = 4_000,
            Acknowledged = 1_234,
            Undelivered = 0,
            Dropped = 0,
            Repeated = 0,
            BytesSent = 1_500_000,
            BytesReceived = 2_500_000,
            LinksOpened = 58,
            LinksOpen = 58,
            LinkEnds = new Dictionary<LinkEnd, long>(),
            AttachmentsUploaded = 12,
            AttachmentBytesUploaded = 1_234_567,
            AttachmentsDownloaded = 30,
            AttachmentBytesDownloaded = 3_456_789,
            AttachmentErrors = 0,
            AttachmentsDropped = 0,
            Faults = 0,
            FirstFault = null,
            ScheduleLag = Times(1_234, 0.5),
            RoundTrip = Times(4_000, 2),
        };

    /// <summary>A silo's kill that is over, and a gateway's that is not.</summary>
    public static IReadOnlyList<Kill> Kills { get; } =
    [
        new(
            new NodeName(NodeKind.Silo, 1),
            TimeSpan.FromSeconds(4),
            HeldUp: 23,
            TimeSpan.FromSeconds(3.41),
            Waiting: 0,
            IsOver: true
        ),
        new(
            new NodeName(NodeKind.Gateway, 1),
            TimeSpan.FromSeconds(9.4),
            HeldUp: 8,
            TimeSpan.FromSeconds(2.1),
            Waiting: 5,
            IsOver: false
        ),
    ];

    public static SelfPart Self { get; } =
        new(TimesPart.From(Swarm.ScheduleLag), GcPauseMicroseconds: 12_300, GcCollections: 3, 12_345, LogLinesLost: 0);

    public static DemoOutcome Clean { get; } =
        new(
            Identity,
            (TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200)),
            WasInterrupted: false,
            Swarm,
            Self,
            Analysis,
            LogDirectory: "logs",
            HasDiagnostics: false,
            EndedByThemselves: [],
            Kills: []
        );

    /// <summary>The analysis of the log of a user who sends and receives nothing.</summary>
    private static AnalysisResult EmptyLogs()
    {
        string logs = Directory.CreateTempSubdirectory("mgen-demo-test-").FullName;
        try
        {
            File.WriteAllText(
                Path.Combine(logs, "mgen-client.log"),
                "2026-01-01 00:00:00,1767225600.000000000,ava,ava-ben,awake\n"
            );
            return RunAnalyzer.Analyze([logs], logs, new AnalysisOptions(), null, CancellationToken.None);
        }
        finally
        {
            Directory.Delete(logs, recursive: true);
        }
    }

    /// <summary>A distribution whose median is <paramref name="milliseconds"/>.</summary>
    public static HistogramSnapshot Times(long count, double milliseconds)
    {
        TimeSpan median = TimeSpan.FromMilliseconds(milliseconds);
        return new HistogramSnapshot(count, median, median * 2, median * 10, median * 100);
    }
}
