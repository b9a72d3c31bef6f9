using MGen.EventLog;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Simulation.Populations;
using MGen.Simulation.Tests.Support;
using MGen.Wire;

namespace MGen.Simulation.Tests.Live;

/// <summary>
/// <see cref="LiveParityTests"/> for peers, which use plain TCP on loopback. Connections have their own lines in a live
/// log, and none in a simulated one.
/// </summary>
public sealed class LivePeerParityTests
{
    private const ulong Seed = 14;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(8);

    private static readonly HostPort[] Anywhere =
    [
        .. Enumerable.Range(1, 4).Select(port => new HostPort("127.0.0.1", port)),
    ];

    [Fact]
    public async Task Run_SameSeedAndNoLatency_LogsWhatLivePeersLog()
    {
        IReadOnlyList<PeerConfig> users = Users(LivePeerRun.FreePlaces(4));
        Simulated simulated = Simulated.Run(
            new ConfiguredPopulation(users),
            Simulated.Plain with
            {
                Seed = Seed,
                Duration = Duration,
                StaggerScale = 1,
            }
        );
        LiveComparison.AssertNoTies(simulated.Events);

        IReadOnlyList<LogEvent> live = await LivePeerRun.RunAsync(users, Seed, Duration);

        Assert.Contains(live, item => item.Kind == EventKind.PeerConnected);
        LiveComparison.AssertSame(
            simulated.Events,
            [.. live.Where(item => item.Kind is not (EventKind.PeerListening or EventKind.PeerConnected))]
        );
    }

    /// <summary>
    /// A peer's first idle delay counts from the start: if it ends before the peer wakes up, the peer sends at waking
    /// up.
    /// </summary>
    [Fact]
    public void Run_FirstMessageDueWhileAsleep_IsSentAtWakingUp()
    {
        IReadOnlyList<PeerConfig> users = Users(Anywhere);

        Simulated simulated = Simulated.Run(
            new ConfiguredPopulation(users),
            Simulated.Plain with
            {
                Seed = Seed,
                Duration = Duration,
            }
        );

        LogEvent first = simulated.Events.First(item => item.Kind == EventKind.Send);
        Assert.Equal(
            ("dave", Late.Ticks),
            (
                first.User,
                (first.UnixNanoseconds / TimeSpan.NanosecondsPerTick)
                    - (SimulationOptions.DefaultEpoch.Ticks - DateTime.UnixEpoch.Ticks)
            )
        );
        Assert.DoesNotContain(
            simulated.Events,
            item => item.Kind is EventKind.Waiting or EventKind.Handshake or EventKind.Awake or EventKind.Uploaded
        );
    }

    /// <summary>A member whom a peer does not name receives nothing, even in a group of that name.</summary>
    [Fact]
    public void Run_PartialRecipients_ReachesRecipientsOnly()
    {
        IReadOnlyList<PeerConfig> users =
        [
            User("alice", Anywhere, 2, ("path", ["bob"])),
            User("bob", Anywhere, 2, ("path", ["alice", "carol"])),
            User("carol", Anywhere, 2, ("path", ["bob"])),
        ];

        Simulated simulated = Simulated.Run(
            new ConfiguredPopulation(users),
            Simulated.Plain with
            {
                Seed = Seed,
                Duration = Duration,
            }
        );

        Assert.Equal(
            simulated.Result.Counts.Deliveries,
            simulated.Events.Where(item => item.Kind == EventKind.Send).Sum(item => item.User == "bob" ? 2 : 1)
        );
        Assert.Contains(simulated.Events, item => item is { Kind: EventKind.Receive, User: "alice", Other: "bob" });
        Assert.DoesNotContain(
            simulated.Events,
            item => item is { Kind: EventKind.Receive, User: "alice", Other: "carol" }
        );
    }

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(17);

    private static IReadOnlyList<PeerConfig> Users(IReadOnlyList<HostPort> places) =>
        [
            User(
                "alice",
                places,
                2,
                ("pair", ["bob"]),
                ("trio", ["carol", "dave"]),
                ("club", ["bob", "carol", "dave"])
            ),
            User("bob", places, 3, ("pair", ["alice"]), ("club", ["alice", "carol", "dave"])),
            User("carol", places, 4, ("trio", ["alice", "dave"]), ("club", ["alice", "bob", "dave"])),
            User("dave", places, Late.TotalSeconds, ("trio", ["alice", "carol"]), ("club", ["alice", "bob", "carol"])),
        ];

    /// <summary>
    /// Dave's first message in the trio is due before he wakes up. Carol's conversation in the club begins active.
    /// </summary>
    private static PeerConfig User(
        string name,
        IReadOnlyList<HostPort> places,
        double bootstrap,
        params (string Group, string[] Recipients)[] groups
    ) =>
        new()
        {
            File = name,
            User = Identifier.Create(name),
            Listen = PlaceOf(name, places),
            Conversations =
            [
                .. groups.Select(group => new PeerConversationConfig
                {
                    Group = Identifier.Create(group.Group),
                    Recipients =
                    [
                        .. group.Recipients.Select(recipient => new Recipient(
                            Identifier.Create(recipient),
                            PlaceOf(recipient, places)
                        )),
                    ],
                    Bootstrap = TimeSpan.FromSeconds(bootstrap),
                    FirstIdle = name == "dave" && group.Group == "trio" ? TimeSpan.FromSeconds(5) : null,
                    FirstActive =
                        name == "carol" && group.Group == "club"
                            ? new Model.Conversations.ActiveStart(
                                TimeSpan.FromSeconds(15),
                                TimeSpan.FromSeconds(30),
                                TimeSpan.FromSeconds(40)
                            )
                            : null,
                    Retry = TimeSpan.FromSeconds(1),
                    Model = LiveModels.Chatty,
                    Position = new ConfigPosition(name, 1, 1),
                }),
            ],
        };

    private static HostPort PlaceOf(string name, IReadOnlyList<HostPort> places) => places[name[0] - 'a'];
}
