using MGen.EventLog;
using MGen.Simulation.Latencies;
using MGen.Simulation.Results;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests;

public sealed class SimulatorTests
{
    [Fact]
    public void Run_ConstantLatency_DeliversAndAcknowledgesInVirtualTime()
    {
        TestPopulation population = new(
            (
                "tea",
                [
                    TestPopulation.Member("alice", Models.Every(TimeSpan.FromSeconds(25))),
                    TestPopulation.Member("bob", Models.Silent),
                ]
            )
        );

        Simulated run = Simulated.Run(
            population,
            Simulated.Plain with
            {
                Latency = LatencyModel.Constant(TimeSpan.FromSeconds(0.5)),
            }
        );

        Assert.Equal([25, 50], run.Seconds(EventKind.Send, "alice"), new WithinTicks());
        Assert.Equal([25.5, 50.5], run.Seconds(EventKind.Receive, "bob"), new WithinTicks());
        Assert.Equal([26, 51], run.Seconds(EventKind.ReceiveReceipt, "alice"), new WithinTicks());
        Assert.Equal(2, run.Result.RoundTrips.Count);
        Assert.InRange(run.Result.RoundTrips.Mean.TotalSeconds, 0.999, 1.001);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_LivelyGroups_GivesEveryFrameOneFate(int members)
    {
        SimulationCounts counts = new Simulator(
            TestPopulation.Create(20, members, Models.Lively, TimeSpan.FromSeconds(5)),
            Simulated.Plain with
            {
                Duration = TimeSpan.FromMinutes(10),
                Grace = TimeSpan.Zero,
                StaggerScale = 1,
                Latency = LatencyModel.Constant(TimeSpan.FromSeconds(2)),
            }
        )
            .Run(cancellationToken: TestContext.Current.CancellationToken)
            .Counts;

        Assert.True(counts.MessagesSent > 100);
        Assert.Equal(members > 2 ? counts.MessagesSent : 0, counts.MessagesInGroups);
        Assert.Equal(counts.MessagesSent * (members - 1), counts.Deliveries);
        Assert.Equal(
            counts.Deliveries,
            counts.MessagesReceived
                + counts.DeliveriesUnregistered
                + counts.DeliveriesAsleep
                + counts.DeliveriesInFlight
        );
        Assert.Equal(counts.MessagesReceived, counts.ReceiptsSent);
        Assert.Equal(counts.ReceiptsSent, counts.ReceiptsReceived + counts.ReceiptsInFlight);
    }

    private sealed class WithinTicks : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-5;

        public int GetHashCode(double value) => 0;
    }
}
