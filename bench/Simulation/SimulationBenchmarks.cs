using BenchmarkDotNet.Attributes;
using MGen.Model.Distributions;
using MGen.Simulation;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Results;

namespace MGen.Bench.Simulation;

/// <summary>
/// What an event of a simulated conversation costs on one core: a million events, within a percent or so, in groups of
/// three sizes.
/// </summary>
[MemoryDiagnoser]
public class SimulationBenchmarks
{
    private const int Events = 1_000_000;

    private readonly LatencyModel _constant = LatencyModel.Constant(TimeSpan.FromMilliseconds(50));
    private readonly LatencyModel _logNormal = LatencyModel.Random(new LogNormalTime(-3, 0.7));
    private BenchPopulation _population = null!;
    private TimeSpan _duration = TimeSpan.FromHours(1);

    /// <summary>Members of each group.</summary>
    [Params(2, 10, 100)]
    public int Members { get; set; }

    /// <summary>Finds the duration in which a thousand conversations cause a million events.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _population = new BenchPopulation(1_000 / Members, Members);
        for (int i = 0; i < 3; i++)
            _duration *= (double)Events / ConstantLatency();
    }

    /// <summary>Without a log; every frame has the same latency.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public long ConstantLatency() => Run(_constant).Counts.Events;

    /// <summary>Without a log; each frame's latency is drawn, and the frames of a sender keep their order.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public long DrawnLatency() => Run(_logNormal).Counts.Events;

    /// <summary>With the event log, which is sorted in memory and discarded.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<long> LoggedAsync()
    {
        await using ClientLogSink log = new(Stream.Null);
        return new Simulator(_population, Options(_constant) with { BufferedEvents = 10 * Events }).Run(log).LogEvents;
    }

    private SimulationResult Run(LatencyModel latency) => new Simulator(_population, Options(latency)).Run();

    private SimulationOptions Options(LatencyModel latency) =>
        new()
        {
            Seed = 1,
            Latency = latency,
            Duration = _duration,
        };
}
