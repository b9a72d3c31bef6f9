using BenchmarkDotNet.Attributes;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Bench.Sampling;

/// <summary>
/// One draw of each distribution of counts. From 1,000 on its cost must not depend on n; means below 10 are inverted.
/// </summary>
[MemoryDiagnoser]
public class CountBenchmarks
{
    private Xoshiro256 _random = Xoshiro256.FromSeed(1);
    private PoissonSize _poisson = null!;
    private BinomialSize _binomial = null!;
    private HypergeometricSize _hypergeometric = null!;
    private GeometricSize _geometric = null!;

    /// <summary>
    /// Poisson: the mean. Binomial: trials of probability 0.4. Hypergeometric: drawn from 4 n items, of which n are
    /// marked. Geometric: 1 / p.
    /// </summary>
    [Params(10UL, 1_000UL, 1_000_000UL, 1_000_000_000_000UL)]
    public ulong N { get; set; }

    /// <summary>Makes the distributions.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _poisson = new PoissonSize(N);
        _binomial = new BinomialSize(N, 0.4);
        _hypergeometric = new HypergeometricSize(4 * N, N, N);
        _geometric = new GeometricSize(1.0 / N);
    }

    /// <summary>One Poisson draw.</summary>
    [Benchmark]
    public uint Poisson() => _poisson.SampleBlocks(ref _random);

    /// <summary>One binomial draw.</summary>
    [Benchmark]
    public uint Binomial() => _binomial.SampleBlocks(ref _random);

    /// <summary>One hypergeometric draw.</summary>
    [Benchmark]
    public uint Hypergeometric() => _hypergeometric.SampleBlocks(ref _random);

    /// <summary>One geometric draw.</summary>
    [Benchmark]
    public uint Geometric() => _geometric.SampleBlocks(ref _random);
}
