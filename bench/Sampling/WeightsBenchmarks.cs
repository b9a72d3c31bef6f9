using BenchmarkDotNet.Attributes;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Bench.Sampling;

/// <summary>One draw from a weights table: constant, but for the memory caches that large tables miss.</summary>
[MemoryDiagnoser]
public class WeightsBenchmarks
{
    private Xoshiro256 _random = Xoshiro256.FromSeed(1);
    private WeightedTime _weighted = null!;

    /// <summary>Number of values; the original's table of file sizes has 1,238.</summary>
    [Params(10, 1_000, 1_000_000)]
    public int Values { get; set; }

    /// <summary>Makes the table.</summary>
    [GlobalSetup]
    public void Setup()
    {
        uint[] weights = [.. Enumerable.Range(0, Values).Select(i => (uint)(i % 1000) + 1)];
        double[] values = [.. Enumerable.Range(0, Values).Select(i => (double)i)];
        _weighted = new WeightedTime(WeightsTable.Create(weights, values));
    }

    /// <summary>One weighted draw.</summary>
    [Benchmark]
    public TimeSpan Weighted() => _weighted.Sample(ref _random);
}
