using MGen.EventLog;
using MGen.Model.Distributions;
using MGen.Simulation.Latencies;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests.Latencies;

public sealed class LatencyModelTests
{
    private const int Deliveries = 20_000;

    /// <summary>
    /// The Kolmogorov distance that a sample of this size exceeds with probability 1e-6; seeds are fixed.
    /// </summary>
    private static readonly double MaxDistance = Math.Sqrt(Math.Log(2 / 1e-6) / 2 / Deliveries);

    [Fact]
    public void TicksOf_ManyMessages_HaveTheDistribution()
    {
        LatencyModel model = LatencyModel.Random(new ExponentialTime(2));
        double[] seconds =
        [
            .. Enumerable.Range(0, Deliveries).Select(id => Seconds(model, 1, 2, (uint)id, isReceipt: false)).Order(),
        ];

        double distance = seconds.Select((x, i) => Math.Abs(1 - Math.Exp(-2 * x) - ((i + 0.5) / Deliveries))).Max();

        Assert.InRange(distance, 0, MaxDistance);
    }

    [Fact]
    public void TicksOf_Receipts_AreIndependentOfTheirMessages()
    {
        LatencyModel model = LatencyModel.Random(new UniformTime(0, 1));
        double correlation =
            Enumerable
                .Range(0, Deliveries)
                .Average(id =>
                    (Seconds(model, 7, 9, (uint)id, isReceipt: false) - 0.5)
                    * (Seconds(model, 9, 7, (uint)id, isReceipt: true) - 0.5)
                ) * 12;

        // A normal sum is outside with probability 1e-6.
        Assert.InRange(correlation, -4.9 / Math.Sqrt(Deliveries), 4.9 / Math.Sqrt(Deliveries));
    }

    [Fact]
    public void TicksOf_FactorOneHalf_IsHalfOfTheDraw()
    {
        LatencyModel whole = LatencyModel.Random(new UniformTime(1, 2)),
            half = LatencyModel.Random(new UniformTime(1, 2), factor: 0.5);

        Assert.Equal(Seconds(whole, 3, 4, 5, isReceipt: false) / 2, Seconds(half, 3, 4, 5, isReceipt: false), 1e-6);
    }

    [Fact]
    public void Run_RandomLatencies_NeverLetASendersFramesOvertakeEachOther()
    {
        TestPopulation population = new(
            (
                "tea",
                [.. new[] { "alice", "bob", "carol" }.Select(user => TestPopulation.Member(user, Models.Poisson(2)))]
            )
        );

        Simulated run = Simulated.Run(
            population,
            Simulated.Plain with
            {
                Latency = LatencyModel.Random(new ParetoTime(0.05, 0.9)),
                Grace = TimeSpan.FromHours(10),
            }
        );

        Assert.True(run.Result.Counts.MessagesReceived > 500);
        foreach (
            var pair in run
                .Events.Where(item => item.Kind == EventKind.Receive)
                .GroupBy(item => (item.Other, item.User))
        )
            Assert.Equal(Enumerable.Range(0, pair.Count()).Select(id => (uint)id), pair.Select(item => item.Id));
        Assert.True(HasOvertaking(run.Events), "frames of different senders are free to");
    }

    [Fact]
    public void Run_MeasuredLatencies_AreNotDelayedTwice()
    {
        // Two users send about once a second each, and a frame takes e^N(0,1) seconds: many would overtake. The
        // arrivals are measured, and simulated again.
        TestPopulation population = new(
            (
                "tea",
                [TestPopulation.Member("alice", Models.Poisson(1)), TestPopulation.Member("bob", Models.Poisson(1))]
            )
        );
        SimulationOptions options = Simulated.Plain with
        {
            Duration = TimeSpan.FromHours(10),
            Grace = TimeSpan.FromHours(1),
        };
        double[] measured = DeliverySeconds(
            Simulated.Run(population, options with { Latency = LatencyModel.Random(new LogNormalTime(0, 1)) })
        );
        Simulated again = Simulated.Run(
            population,
            options with
            {
                Seed = 2,
                Latency = LatencyModel.Measured(MeasuredTime.FromValues(measured)),
            }
        );

        // 72,000 deliveries; a stall delays about ten in a row: a standard error of about 1.5 % at the median and 4 %
        // at the 99th percentile.
        double[] simulated = DeliverySeconds(again);
        Assert.InRange(simulated[simulated.Length / 2] / measured[measured.Length / 2], 0.94, 1.06);
        Assert.InRange(simulated[simulated.Length * 99 / 100] / measured[measured.Length * 99 / 100], 0.85, 1.15);
        foreach (
            var pair in again
                .Events.Where(item => item.Kind == EventKind.Receive)
                .GroupBy(item => (item.Other, item.User))
        )
            Assert.Equal(Enumerable.Range(0, pair.Count()).Select(id => (uint)id), pair.Select(item => item.Id));
    }

    [Fact]
    public void Run_ConstantLatency_HasNoRoundTripAboveIt()
    {
        TestPopulation population = new(
            (
                "tea",
                [
                    TestPopulation.Member("alice", Models.Every(TimeSpan.FromSeconds(1))),
                    TestPopulation.Member("bob", Models.Silent),
                ]
            )
        );

        Simulated run = Simulated.Run(
            population,
            Simulated.Plain with
            {
                Latency = LatencyModel.Constant(TimeSpan.FromMilliseconds(50)),
            }
        );

        Assert.All(run.Result.RoundTrips.Quantiles, time => Assert.Equal(TimeSpan.FromMilliseconds(100), time));
    }

    private static double[] DeliverySeconds(Simulated run)
    {
        Dictionary<(string?, uint), long> sentAt = run
            .Events.Where(item => item.Kind == EventKind.Send)
            .ToDictionary(item => (item.User, item.Id), item => item.UnixNanoseconds);
        return
        [
            .. run
                .Events.Where(item => item.Kind == EventKind.Receive)
                .Select(item => (item.UnixNanoseconds - sentAt[(item.Other, item.Id)]) / 1e9)
                .Order(),
        ];
    }

    [Fact]
    public void Run_NoFrameAhead_LatencyIsAsDrawn()
    {
        // One message every 10 s at latencies below 1 s: no frame is held back, so each round trip is the sum of two
        // draws.
        Simulated run = Simulated.Run(
            new TestPopulation(
                (
                    "tea",
                    [
                        TestPopulation.Member("alice", Models.Every(TimeSpan.FromSeconds(10))),
                        TestPopulation.Member("bob", Models.Silent),
                    ]
                )
            ),
            Simulated.Plain with
            {
                Latency = LatencyModel.Random(new UniformTime(0.1, 0.9)),
                Duration = TimeSpan.FromHours(30),
            }
        );

        // 10,800 sums with a standard deviation of 0.33: 6 sigma.
        Assert.InRange(run.Result.RoundTrips.Mean.TotalSeconds, 1 - 0.02, 1 + 0.02);
    }

    [Fact]
    public void Arrival_MeasuredTimeBeyondTheLongest_IsTheLongest()
    {
        MeasuredOrder order = new(new MeasuredTime([(1e300, 1)]));

        long arrivesAt = order.Arrival(sender: 0, recipient: 1, share: 0.5, now: 1);

        Assert.Equal(1 + TimeDistribution.MaxSample.Ticks, arrivesAt);
    }

    private static bool HasOvertaking(IEnumerable<LogEvent> events)
    {
        Dictionary<(string?, uint), long> sentAt = events
            .Where(item => item.Kind == EventKind.Send)
            .ToDictionary(item => (item.User, item.Id), item => item.UnixNanoseconds);
        return events
            .Where(item => item.Kind == EventKind.Receive)
            .GroupBy(item => item.User)
            .Any(recipient =>
            {
                long[] order = [.. recipient.Select(item => sentAt[(item.Other, item.Id)])];
                return !order.SequenceEqual(order.Order());
            });
    }

    private static double Seconds(LatencyModel model, ulong sender, ulong recipient, uint id, bool isReceipt) =>
        model.TicksOf(sender * 0x123456789ABCDEF, recipient * 0xFEDCBA987654321, id, isReceipt)
        / (double)TimeSpan.TicksPerSecond;
}
