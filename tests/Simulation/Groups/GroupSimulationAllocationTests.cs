using MGen.Model.Distributions;
using MGen.Simulation.Groups;
using MGen.Simulation.Latencies;
using MGen.Simulation.Results;
using MGen.Simulation.Tests.Support;

namespace MGen.Simulation.Tests.Groups;

public sealed class GroupSimulationAllocationTests
{
    /// <summary>Most bytes allocated for a conversation's names, each time it is started.</summary>
    private const int BytesPerConversation = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_ArraysGrown_AllocatesForNamesAndNotForEvents(bool hasRandomLatency)
    {
        SimulationOptions options = Simulated.Plain with
        {
            Duration = TimeSpan.FromHours(2),
            Latency = hasRandomLatency
                ? LatencyModel.Random(new ExponentialTime(5))
                : LatencyModel.Constant(TimeSpan.FromSeconds(1)),
        };
        Tally tally = new(options.Duration + options.Grace);
        GroupSimulation simulation = new(options, tally, recorder: null);
        TestPopulation population = TestPopulation.Create(1, 5, Models.Lively);
        for (int i = 0; i < 3; i++)
            simulation.Run(population, 0, TestContext.Current.CancellationToken);
        long events = tally.Events,
            least = long.MaxValue;

        // The least of several runs: a collection that another test causes counts the rest of the thread's allocation
        // area, 8 KiB, as allocated.
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            simulation.Run(population, 0, TestContext.Current.CancellationToken);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 0, 5 * BytesPerConversation);
        Assert.True(tally.Events - events > 15_000);
    }
}
