using System.Globalization;
using MGen.Analysis.Results;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.LivePage;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Views;

/// <summary>The state of a run for all views: terminal, plain lines and browser show the same reading.</summary>
internal sealed class RunReadings(DemoIdentity identity, Deployment deployment, DeliveryWatch watch, TimeProvider clock)
    : IDisposable
{
    private const long NotYet = -1;

    private readonly PeriodicTimer _second = new(TimeSpan.FromSeconds(1), clock);
    private readonly Lock _gate = new();
    private long _begunAt = NotYet;
    private LiveReading? _latest;

    /// <summary>How long all users have been awake; zero before.</summary>
    public TimeSpan Talked =>
        Volatile.Read(ref _begunAt) is var begunAt and not NotYet ? clock.GetElapsedTime(begunAt) : TimeSpan.Zero;

    /// <summary>The properties of the run that do not change.</summary>
    public LiveSubject Subject { get; } =
        new(
            "mgen-demo",
            identity.Host,
            [
                new LiveFact("seed", identity.Seed.ToString(CultureInfo.InvariantCulture)),
                new LiveFact("users", QuantityText.Count(identity.Population.Users.Count)),
                new LiveFact("groups", QuantityText.Count(identity.Population.Groups.Count)),
                new LiveFact("carried", identity.CarriedBy),
            ],
            identity.Arguments.Duration
        );

    /// <summary>Notes that all users are awake from now on.</summary>
    public void Begin() => Volatile.Write(ref _begunAt, clock.GetTimestamp());

    /// <summary>Yields a reading at once and then each second, until this object is disposed.</summary>
    public async IAsyncEnumerable<LiveReading> EachSecondAsync()
    {
        do
        {
            LiveReading reading = Read();
            Volatile.Write(ref _latest, reading);
            yield return reading;
        } while (await _second.WaitForNextTickAsync());
        Volatile.Write(ref _latest, null);
    }

    /// <summary>
    /// Returns the latest reading of <see cref="EachSecondAsync"/>, because recent times can be read only once. Before
    /// that sequence starts and after it ends, returns a new reading. Do not call it after the deployment is disposed.
    /// </summary>
    public LiveReading Current() => Volatile.Read(ref _latest) ?? Read();

    /// <summary>Ends the readings of <see cref="EachSecondAsync"/>.</summary>
    public void Dispose() => _second.Dispose();

    private LiveReading Read()
    {
        // The swarm is read first, so that the watch counts each message as owed that the swarm counts as received.
        LedgerSnapshot swarm = deployment.Swarm.Snapshot();
        bool hasBegun = Volatile.Read(ref _begunAt) != NotYet;
        // Views read concurrently, but only one thread at a time may take the latencies.
        lock (_gate)
            return new LiveReading
            {
                Phase = hasBegun ? "talking" : "starting",
                Elapsed = Talked,
                Measures = [.. Connections(swarm), .. Volumes(swarm), .. Attachments(swarm)],
                Times = [watch.Latency.Take()],
                Tables = [.. Kills(), new LiveTable("Latest events", ["user", "to", "what"], watch.LatestEvents)],
            };
    }

    private IEnumerable<LiveMeasure> Connections(LedgerSnapshot swarm)
    {
        string note =
            identity.Deployment == DeploymentKind.Peers
                ? $"ends; {QuantityText.Count(identity.Population.Pairs)} pairs connect when they first talk"
                : $"of {QuantityText.Count(identity.Population.Conversations)}, {QuantityText.Count(deployment.Ready)} registered";
        yield return new LiveMeasure("connections", LiveMeasureKind.Level, swarm.LinksOpen, Note: note);
        if (deployment.Cluster is not { } cluster)
            yield break;
        yield return Running("silos", NodeKind.Silo);
        yield return Running("gateways", NodeKind.Gateway);

        LiveMeasure Running(string name, NodeKind kind) =>
            new(name, LiveMeasureKind.Level, cluster.CountRunning(kind), Note: $"of {LocalCluster.OfEachKind}");
    }

    private IEnumerable<LiveMeasure> Volumes(LedgerSnapshot swarm) =>
        [
            new LiveMeasure("messages", LiveMeasureKind.Count, swarm.MessagesSent),
            new LiveMeasure("delivered", LiveMeasureKind.Count, swarm.MessagesReceived),
            new LiveMeasure("receipts", LiveMeasureKind.Count, swarm.ReceiptsReceived),
            new LiveMeasure("bytes sent", LiveMeasureKind.Count, swarm.BytesSent, "B"),
            new LiveMeasure("in flight", LiveMeasureKind.Level, watch.Owed - swarm.MessagesReceived, "", "deliveries"),
            new LiveMeasure("unexpected", LiveMeasureKind.Loss, watch.Unexpected, "", "deliveries"),
        ];

    /// <summary>Empty between peers, where large messages are sent whole.</summary>
    private IEnumerable<LiveMeasure> Attachments(LedgerSnapshot swarm)
    {
        if (identity.Deployment == DeploymentKind.Peers)
            yield break;
        yield return Files("files up", swarm.AttachmentBytesUploaded, swarm.AttachmentsUploaded);
        yield return Files("files down", swarm.AttachmentBytesDownloaded, swarm.AttachmentsDownloaded);

        static LiveMeasure Files(string name, long bytes, long files) =>
            new(name, LiveMeasureKind.Count, bytes, "B", $"in {QuantityText.Count(files)}");
    }

    /// <summary>Empty without a cluster. Otherwise the table has a row for each kill, those to come included.</summary>
    private IEnumerable<LiveTable> Kills()
    {
        if (deployment.Cluster is null)
            yield break;
        IReadOnlyList<Kill> kills = watch.Kills;
        yield return new LiveTable(
            "Killed",
            ["process", "killed", "effect"],
            [
                .. kills.Select(kill => (string[])[$"{kill.Node}", KilledAfter(kill.At), kill.Effect]),
                .. Enumerable.Repeat<string[]>(["-", "to come", ""], KillDrill.Kills - kills.Count),
            ]
        );
    }

    private static string KilledAfter(TimeSpan time) => FormattableString.Invariant($"after {time.TotalSeconds:F1} s");
}
