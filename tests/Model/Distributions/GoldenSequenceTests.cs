using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Distributions;

/// <summary>
/// The draws of seed 42. A change here changes every published run: it needs a reason, and a line in the change log.
/// Times are in ticks of 100 ns.
/// </summary>
public sealed class GoldenSequenceTests
{
    private const ulong Seed = 42;

    [Theory]
    [InlineData("Poisson(4)", new uint[] { 1, 3, 5, 7, 9, 5, 5, 6, 5, 4 })]
    [InlineData("Poisson(1000)", new uint[] { 920, 1034, 1027, 1006, 983, 988, 1029, 1031, 1016, 1013 })]
    [InlineData("Binomial(10, 0.3)", new uint[] { 1, 2, 4, 5, 7, 4, 4, 5, 4, 3 })]
    [InlineData("Binomial(1000, 0.7)", new uint[] { 737, 684, 687, 697, 708, 706, 686, 685, 692, 694 })]
    [InlineData("Geometric(0.1)", new uint[] { 23, 9, 3, 0, 0, 2, 3, 1, 2, 5 })]
    [InlineData("Hypergeometric(50, 10, 20)", new uint[] { 2, 4, 5, 6, 7, 5, 5, 5, 5, 4 })]
    [InlineData(
        "Hypergeometric(10000, 7000, 2000)",
        new uint[] { 1447, 1380, 1384, 1396, 1410, 1407, 1383, 1382, 1390, 1392 }
    )]
    [InlineData("Weighted", new uint[] { 0, 10, 100, 10, 100, 10, 100, 10, 10, 10 })]
    public void SampleBlocks_Seed_RepeatsTheGoldenSequence(string name, uint[] expected)
    {
        SizeDistribution sizes = SampleDistributions.Sizes[name];
        Xoshiro256 random = Xoshiro256.FromSeed(Seed);
        Assert.Equal(
            string.Join(", ", expected),
            string.Join(", ", expected.Select(_ => sizes.SampleBlocks(ref random)))
        );
    }

    [Theory]
    [InlineData("Normal(10, 2)", new long[] { 85475617, 104432454, 109283546, 129524989, 120156397 })]
    [InlineData("LogNormal(1, 2)", new long[] { 6360753, 42344159, 68781837, 520653115, 204021400 })]
    [InlineData("Uniform(1, 3)", new long[] { 11677259, 17579605, 23600868, 28493858, 29836078 })]
    [InlineData("Exp(0.5)", new long[] { 49571422, 19405423, 7711972, 1565870, 164597 })]
    [InlineData("Pareto(1, 1.5)", new long[] { 52193910, 19095115, 12931301, 10535819, 10055016 })]
    [InlineData("Weighted", new long[] { 0, 100000000, 1000000000, 100000000, 1000000000 })]
    public void Sample_Seed_RepeatsTheGoldenSequence(string name, long[] expected)
    {
        TimeDistribution times = SampleDistributions.Times[name];
        Xoshiro256 random = Xoshiro256.FromSeed(Seed);
        Assert.Equal(
            string.Join(", ", expected),
            string.Join(", ", expected.Select(_ => times.Sample(ref random).Ticks))
        );
    }
}
