using MGen.EventLog;
using MGen.Model.Randomness;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests;

/// <summary>Who receives a message, and when: connecting, waking up, the registration phase, the end.</summary>
public sealed class ConnectionTests
{
    private static readonly SimulationOptions Options = Simulated.Plain with
    {
        Latency = LatencyModel.Constant(TimeSpan.FromSeconds(1)),
    };

    [Fact]
    public void Run_RecipientAsleep_HandlesAtItsWakeUpWhatCameBefore()
    {
        Simulated run = Simulated.Run(
            Pair(Talker(20), TestPopulation.Member("bob", Models.Silent, TimeSpan.FromSeconds(45))),
            Options
        );

        Assert.Equal([45, 45], Rounded(run.Seconds(EventKind.Receive, "bob")));
        Assert.Equal([46, 46], Rounded(run.Seconds(EventKind.ReceiveReceipt, "alice")));
        LogEvent[] bobs =
        [
            .. run.Events.Where(item => item.User == "bob" && item.Kind is EventKind.Awake or EventKind.Receive),
        ];
        Assert.Equal(
            [EventKind.Awake, EventKind.Receive, EventKind.Receive],
            bobs.Where(item => item.User == "bob").Select(item => item.Kind)
        );
        Assert.Equal(
            [0u, 1u],
            bobs.Where(item => item is { User: "bob", Kind: EventKind.Receive }).Select(item => item.Id)
        );
    }

    [Fact]
    public void Run_RecipientNeverAwake_CountsItsDeliveries()
    {
        SimulationCounts counts = Simulated
            .Run(Pair(Talker(20), TestPopulation.Member("bob", Models.Silent, TimeSpan.FromHours(1))), Options)
            .Result.Counts;

        Assert.Equal((2, 2, 1), (counts.MessagesSent, counts.DeliveriesAsleep, counts.ConversationsAwake));
        Assert.Equal(0, counts.DeliveryRatio);
    }

    [Fact]
    public void Run_SlowConnections_KeepOwnMessagesAndMissOthers()
    {
        // No member is registered before 30 s. The message of 20 s is relayed at 30 s, when both are.
        Simulated run = Simulated.Run(
            Pair(Talker(20), TestPopulation.Member("bob", Models.Silent)),
            Options with
            {
                ConnectTime = TimeSpan.FromSeconds(30),
            }
        );

        Assert.Equal([31, 41], Rounded(run.Seconds(EventKind.Receive, "bob")));
        Assert.Equal(
            [30, 30],
            Rounded([
                .. run.Events.Where(item => item.Kind == EventKind.Handshake).Select(item => Simulated.SecondsOf(item)),
            ])
        );
    }

    [Fact]
    public void Run_RecipientRegistersLate_MissesWhatWasRelayedBefore()
    {
        string early = Enumerable
            .Range(0, 100)
            .Select(i => $"early{i}")
            .First(user => FxHash.StaggerMilliseconds(user, "group1") < 2_000);
        Simulated run = Simulated.Run(
            new TestPopulation(
                (
                    "group1",
                    [
                        TestPopulation.Member("Alice", Models.Silent),
                        TestPopulation.Member(early, Models.Every(TimeSpan.FromSeconds(1))),
                    ]
                )
            ),
            Options with
            {
                StaggerScale = 1,
                Duration = TimeSpan.FromSeconds(12),
            }
        );
        double registered = run.Seconds(EventKind.Handshake, "Alice").Single();
        double[] sends = run.Seconds(EventKind.Send, early);

        Assert.Equal(6.916, registered, 1e-6);
        Assert.Contains(sends, at => at < registered);
        Assert.Equal(sends.Count(at => at < registered), run.Result.Counts.DeliveriesUnregistered);
        Assert.Equal(sends.Count(at => at >= registered), run.Result.Counts.MessagesReceived);
    }

    [Fact]
    public void Run_RegistrationPhase_RelaysAtItsEnd()
    {
        Simulated run = Simulated.Run(
            Pair(Talker(10), TestPopulation.Member("bob", Models.Silent)),
            Options with
            {
                RegistrationPhase = TimeSpan.FromSeconds(35),
            }
        );

        Assert.Equal([36, 36, 36, 41, 51], Rounded(run.Seconds(EventKind.Receive, "bob")));
        Assert.Equal(
            [0u, 1u, 2u, 3u, 4u],
            run.Events.Where(item => item.Kind == EventKind.Receive).Select(item => item.Id)
        );
    }

    [Fact]
    public void Run_EndOfRun_MakesNoMessagesAndHandlesWhatArrivesInTheGraceTime()
    {
        Simulated run = Simulated.Run(
            Pair(Talker(19), TestPopulation.Member("bob", Models.Silent)),
            Options with
            {
                Grace = TimeSpan.FromSeconds(3.9),
                Latency = LatencyModel.Constant(TimeSpan.FromSeconds(3.5)),
            }
        );

        Assert.Equal([19, 38, 57], Rounded(run.Seconds(EventKind.Send, "alice")));
        Assert.Equal(3, run.Result.Counts.MessagesReceived);
        Assert.Equal(1, run.Result.Counts.ReceiptsInFlight); // created at 60.5 s, due at 64 s, after the end at 63.9 s
        Assert.Equal(0, run.Result.Counts.DeliveriesInFlight);
    }

    [Fact]
    public void Run_FirstIdleGiven_SendsThenFirst()
    {
        SimulatedMember alice = Talker(20) with
        {
            FirstIdle = TimeSpan.FromSeconds(3),
            Bootstrap = TimeSpan.FromSeconds(2),
        };

        Assert.Equal(
            [5, 25, 45],
            Rounded(
                Simulated
                    .Run(Pair(alice, TestPopulation.Member("bob", Models.Silent)), Options)
                    .Seconds(EventKind.Send, "alice")
            )
        );
    }

    [Fact]
    public void Run_Attachments_TakeTheirTimeOneUploadAfterTheOther()
    {
        // 100 blocks are 16,000 bytes: 8 s at 2,000 B/s, and a message every 5 s.
        Simulated run = Simulated.Run(
            Pair(
                TestPopulation.Member("alice", Models.Every(TimeSpan.FromSeconds(5), blocks: 100)),
                TestPopulation.Member("bob", Models.Silent)
            ),
            Options with
            {
                Duration = TimeSpan.FromSeconds(18),
                Grace = TimeSpan.FromSeconds(10),
                AttachmentBytesPerSecond = 2_000,
                LogExtended = true,
            }
        );

        Assert.Equal([13, 21], Rounded(run.Seconds(EventKind.Uploaded, "alice")));
        Assert.Equal([14, 19, 24], Rounded(run.Seconds(EventKind.Fetched, "bob")));
        Assert.All(
            run.Events.Where(item => item.Kind is EventKind.Uploaded or EventKind.Fetched),
            item => Assert.Equal((16_000, 8_000), (item.Amount, item.Milliseconds))
        );
        Assert.Equal(new TransferCounts(2, 32_000, 1), run.Result.Counts.Uploads);
        Assert.Equal(new TransferCounts(3, 48_000, 0), run.Result.Counts.Downloads);
    }

    private static SimulatedMember Talker(double seconds) =>
        TestPopulation.Member("alice", Models.Every(TimeSpan.FromSeconds(seconds)));

    private static TestPopulation Pair(SimulatedMember one, SimulatedMember other) => new(("tea", [one, other]));

    private static double[] Rounded(double[] seconds) => [.. seconds.Select(second => Math.Round(second, 3))];
}
