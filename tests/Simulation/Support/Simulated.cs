using System.Text;
using MGen.EventLog;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;

namespace MGen.Simulation.Tests.Support;

/// <summary>One simulation with its log in memory.</summary>
internal sealed class Simulated : IEventSink
{
    private readonly List<LogEvent> _events = [];

    /// <summary>No stagger, no latency, seed 1, one minute.</summary>
    public static SimulationOptions Plain { get; } =
        new()
        {
            Seed = 1,
            Duration = TimeSpan.FromMinutes(1),
            StaggerScale = 0,
            Latency = LatencyModel.Constant(TimeSpan.Zero),
        };

    public IReadOnlyList<LogEvent> Events => _events;

    public SimulationResult Result { get; private set; } = null!;

    public static Simulated Run(ISimulatedPopulation population, SimulationOptions options)
    {
        Simulated simulated = new();
        simulated.Result = new Simulator(population, options).Run(simulated, TestContext.Current.CancellationToken);
        return simulated;
    }

    /// <summary>The log as text.</summary>
    public static async Task<string> LogAsync(ISimulatedPopulation population, SimulationOptions options)
    {
        using MemoryStream output = new();
        await using (ClientLogSink sink = new(output, options.LogExtended))
            new Simulator(population, options).Run(sink, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Seconds from the start of the run to each event of a kind.</summary>
    public double[] Seconds(EventKind kind, string user) =>
        [.. _events.Where(item => item.Kind == kind && item.User == user).Select(item => SecondsOf(item))];

    public static double SecondsOf(in LogEvent item) =>
        (item.UnixNanoseconds - (SimulationOptions.DefaultEpoch.ToUnixTimeSeconds() * 1_000_000_000)) / 1e9;

    void IEventSink.Write(in LogEvent item) => _events.Add(item);
}
