using System.Globalization;
using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.LivePage;
using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Demo.Views;

/// <summary>The live view as a page in a browser (<c>--web</c>): what <see cref="Screen"/> shows, and charts.</summary>
internal sealed class WebView(DemoIdentity identity, DemoProgress progress, DeliveryWatch watch, RecentEvents events)
    : IAsyncDisposable
{
    private LiveServer? _server;

    /// <summary>Starts to serve.</summary>
    /// <returns>Whether the page is served; otherwise stderr says why not.</returns>
    public async Task<bool> StartAsync(ProgramWorld world, DashboardAddress address, bool isQuiet)
    {
        LiveSubject subject = new(
            "mgen-demo",
            identity.Host,
            [
                new LiveFact("seed", identity.Seed.ToString(CultureInfo.InvariantCulture)),
                new LiveFact("users", Units.Count(identity.Population.Users.Count)),
                new LiveFact("groups", Units.Count(identity.Population.Groups.Count)),
                new LiveFact("carried", identity.CarriedBy),
            ],
            identity.Duration
        );
        _server = await LiveServer.StartAsync(world, address, isQuiet, subject, () => Read(progress.Snapshot()));
        return _server is not null;
    }

    /// <summary>Shows that users have talked this long and now only wait for outstanding messages.</summary>
    public void Stopping(TimeSpan talked) => _server!.Stopping(talked);

    /// <summary>Shows the verdict; open pages get it before this returns, or 2 s have passed.</summary>
    public Task EndAsync(string verdict) => _server!.EndAsync(verdict);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private LiveReading Read(DemoSnapshot now) =>
        new()
        {
            Phase = now.Talked is null ? "starting" : "talking",
            Elapsed = now.Talked ?? TimeSpan.Zero,
            Measures = [.. Connections(now), .. Volumes(now), .. Attachments(now.Swarm)],
            Times = [watch.DeliveryTimes!.Take()],
            Tables = [.. Kills(now), Events()],
        };

    private IEnumerable<LiveMeasure> Connections(DemoSnapshot now)
    {
        string note =
            identity.Deployment == DeploymentKind.Peers ? $"ends; {Units.Count(identity.Population.Pairs)} pairs"
            : now.Registered < identity.Population.Conversations
                ? $"{Units.Count(now.Registered)} of {Units.Count(identity.Population.Conversations)} registered"
            : $"of {Units.Count(identity.Population.Conversations)}";
        yield return new LiveMeasure("connections", LiveMeasureKind.Level, now.Swarm.LinksOpen, Note: note);
        if (now.Cluster is not { } cluster)
            yield break;
        string all = $"of {LocalCluster.OfEachKind}";
        yield return new LiveMeasure("silos", LiveMeasureKind.Level, cluster.Silos, Note: all);
        yield return new LiveMeasure("gateways", LiveMeasureKind.Level, cluster.Gateways, Note: all);
    }

    private static IEnumerable<LiveMeasure> Volumes(DemoSnapshot now) =>
        [
            new LiveMeasure("messages", LiveMeasureKind.Count, now.Swarm.MessagesSent),
            new LiveMeasure("delivered", LiveMeasureKind.Count, now.Swarm.MessagesReceived),
            new LiveMeasure("receipts", LiveMeasureKind.Count, now.Swarm.ReceiptsReceived),
            new LiveMeasure("bytes sent", LiveMeasureKind.Count, now.Swarm.BytesSent, "B"),
            new LiveMeasure("in flight", LiveMeasureKind.Level, now.InFlight, Note: "deliveries"),
            new LiveMeasure("unexpected", LiveMeasureKind.Loss, now.Deliveries.Unexpected),
        ];

    /// <summary>Empty between peers, where large messages are sent whole.</summary>
    private IEnumerable<LiveMeasure> Attachments(LedgerSnapshot swarm) =>
        identity.Deployment == DeploymentKind.Peers
            ? []
            :
            [
                new LiveMeasure(
                    "attachments up",
                    LiveMeasureKind.Count,
                    swarm.AttachmentBytesUploaded,
                    "B",
                    $"in {Units.Count(swarm.AttachmentsUploaded)}"
                ),
                new LiveMeasure(
                    "attachments down",
                    LiveMeasureKind.Count,
                    swarm.AttachmentBytesDownloaded,
                    "B",
                    $"in {Units.Count(swarm.AttachmentsDownloaded)}"
                ),
            ];

    private static IEnumerable<LiveTable> Kills(DemoSnapshot now) =>
        now.Cluster is null
            ? []
            :
            [
                new LiveTable(
                    "Killed",
                    ["process", "after", "effect"],
                    [
                        .. now.Kills.Select(kill =>
                            (string[])[kill.Node.ToString(), Units.Time(kill.At), KillText.Format(kill)]
                        ),
                    ]
                ),
            ];

    private LiveTable Events() =>
        new(
            "Latest events",
            ["user", "", "to", "what"],
            [
                .. events
                    .Latest.Reverse()
                    .Select(happened =>
                        (string[])
                            [
                                happened.User.Text,
                                happened.Size is null ? "·" : "→",
                                happened.Where,
                                happened.Size is { } size
                                    ? Units.Bytes(size) + (size > WireLimits.MaxInlineBodyBytes ? ", attachment" : "")
                                    : happened.Mode.ToString().ToLowerInvariant(),
                            ]
                    ),
            ]
        );
}
