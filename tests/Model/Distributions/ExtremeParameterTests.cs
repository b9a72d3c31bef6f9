using MGen.Model.Distributions;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Model.Tests.Distributions;

/// <summary>Distributions that are constant, or so wide that all draws are clipped to the limits.</summary>
public sealed class ExtremeParameterTests
{
    public static TheoryData<SizeDistribution, uint> ConstantSizes { get; } =
        new()
        {
            { new PoissonSize(double.Epsilon), 0 },
            { new PoissonSize(1e12), WireLimits.MaxBlocks },
            { new PoissonSize(double.MaxValue), WireLimits.MaxBlocks },
            { new BinomialSize(0, 0.5), 0 },
            { new BinomialSize(0, 1), 0 },
            { new BinomialSize(1000, 0), 0 },
            { new BinomialSize(1000, 1), 1000 },
            { new BinomialSize(1000, double.Epsilon), 0 },
            { new BinomialSize(1000, double.BitDecrement(1)), 1000 },
            { new BinomialSize(ulong.MaxValue, 0), 0 },
            { new BinomialSize(ulong.MaxValue, 0.5), WireLimits.MaxBlocks },
            { new BinomialSize(ulong.MaxValue, 1), WireLimits.MaxBlocks },
            { new GeometricSize(0), WireLimits.MaxBlocks },
            { new GeometricSize(double.Epsilon), WireLimits.MaxBlocks },
            { new GeometricSize(1), 0 },
            { new HypergeometricSize(0, 0, 0), 0 },
            { new HypergeometricSize(1, 0, 1), 0 },
            { new HypergeometricSize(1, 1, 0), 0 },
            { new HypergeometricSize(1, 1, 1), 1 },
            { new HypergeometricSize(1000, 1000, 300), 300 },
            { new HypergeometricSize(1000, 300, 1000), 300 },
            { new HypergeometricSize(1000, 0, 300), 0 },
            { new HypergeometricSize(1000, 300, 0), 0 },
            { new HypergeometricSize(ulong.MaxValue, ulong.MaxValue, 77), 77 },
            { new HypergeometricSize(ulong.MaxValue, 77, ulong.MaxValue), 77 },
            { new HypergeometricSize(ulong.MaxValue, 1UL << 63, 1UL << 63), WireLimits.MaxBlocks },
            { new WeightedSize(WeightsTable.Create([0, 5], [1, 655_361])), WireLimits.MaxBlocks },
            { new WeightedSize(WeightsTable.Create([5, 0], [0, 1])), 0 },
        };

    public static TheoryData<TimeDistribution, TimeSpan> ConstantTimes { get; } =
        new()
        {
            { new NormalTime(-1e300, 1), TimeSpan.Zero },
            { new NormalTime(1.5, 0), TimeSpan.FromSeconds(1.5) },
            { new NormalTime(double.MaxValue, 1), TimeDistribution.MaxSample },
            { new LogNormalTime(1e300, 0), TimeDistribution.MaxSample },
            { new LogNormalTime(-1e300, 0), TimeSpan.Zero },
            { new UniformTime(-2, -1), TimeSpan.Zero },
            { new UniformTime(1e300, double.MaxValue), TimeDistribution.MaxSample },
            { new UniformTime(1, double.BitIncrement(1)), TimeSpan.FromSeconds(1) },
            { new ExponentialTime(double.MaxValue), TimeSpan.Zero },
            { new ParetoTime(double.Epsilon, double.MaxValue), TimeSpan.Zero },
            { new ParetoTime(2, double.MaxValue), TimeSpan.FromSeconds(2) },
            { new WeightedTime(WeightsTable.Create([1], [-3])), TimeSpan.Zero },
            { new WeightedTime(WeightsTable.Create([1], [0.25])), TimeSpan.FromSeconds(0.25) },
            { new WeightedTime(WeightsTable.Create([1], [double.MaxValue])), TimeDistribution.MaxSample },
        };

    [Theory]
    [MemberData(nameof(ConstantSizes), DisableDiscoveryEnumeration = true)]
    public void SampleBlocks_DegenerateDistribution_IsConstant(SizeDistribution sizes, uint expected)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(3);
        for (int i = 0; i < 100; i++)
            Assert.Equal(expected, sizes.SampleBlocks(ref random));
    }

    [Theory]
    [MemberData(nameof(ConstantTimes), DisableDiscoveryEnumeration = true)]
    public void Sample_DegenerateDistribution_IsConstant(TimeDistribution times, TimeSpan expected)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(3);
        for (int i = 0; i < 100; i++)
            Assert.Equal(expected, times.Sample(ref random));
    }

    /// <summary>Draws overflow to infinity here unless u is 1, which has probability 2^-53.</summary>
    [Fact]
    public void Sample_TinyRateOrShape_IsTheLongestTime()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(3);
        Assert.Equal(TimeDistribution.MaxSample, new ExponentialTime(double.Epsilon).Sample(ref random));
        Assert.Equal(TimeDistribution.MaxSample, new ParetoTime(1, double.Epsilon).Sample(ref random));
    }

    [Fact]
    public void Sample_WidestUniform_StaysWithinBounds()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(3);
        UniformTime times = new(-double.MaxValue, double.MaxValue);
        TimeSpan[] drawn = [.. Enumerable.Range(0, 100).Select(_ => times.Sample(ref random)).Distinct().Order()];
        Assert.Equal([TimeSpan.Zero, TimeDistribution.MaxSample], drawn);
    }

    [Fact]
    public void Sample_NotANumber_IsZero()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(3);
        Assert.Equal(TimeSpan.Zero, new NotANumber().Sample(ref random));
    }

    private sealed class NotANumber : TimeDistribution
    {
        protected override double DrawSeconds(ref Xoshiro256 random) => double.NaN;
    }
}
