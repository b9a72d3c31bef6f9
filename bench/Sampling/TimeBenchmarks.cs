using BenchmarkDotNet.Attributes;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Bench.Sampling;

/// <summary>One draw of each continuous distribution.</summary>
[MemoryDiagnoser]
public class TimeBenchmarks
{
    private readonly NormalTime _normal = new(10, 2);
    private readonly LogNormalTime _logNormal = new(1, 2);
    private readonly UniformTime _uniform = new(1, 3);
    private readonly ExponentialTime _exponential = new(0.5);
    private readonly ParetoTime _pareto = new(1, 1.5);
    private Xoshiro256 _random = Xoshiro256.FromSeed(1);

    /// <summary>One normal draw.</summary>
    [Benchmark]
    public TimeSpan Normal() => _normal.Sample(ref _random);

    /// <summary>One log-normal draw.</summary>
    [Benchmark]
    public TimeSpan LogNormal() => _logNormal.Sample(ref _random);

    /// <summary>One uniform draw.</summary>
    [Benchmark]
    public TimeSpan Uniform() => _uniform.Sample(ref _random);

    /// <summary>One exponential draw.</summary>
    [Benchmark]
    public TimeSpan Exponential() => _exponential.Sample(ref _random);

    /// <summary>One Pareto draw.</summary>
    [Benchmark]
    public TimeSpan Pareto() => _pareto.Sample(ref _random);
}
