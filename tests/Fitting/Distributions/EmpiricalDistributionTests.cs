using MGen.Fitting.Distributions;

namespace MGen.Fitting.Tests.Distributions;

public sealed class EmpiricalDistributionTests
{
    [Fact]
    public void From_Values_AreSortedAndCounted()
    {
        EmpiricalDistribution law = EmpiricalDistribution.From([5, 1, 5, 3]);

        Assert.Equal([1, 3, 5], law.Values);
        Assert.Equal([1, 1, 2], law.Counts);
        Assert.Equal(3.5, law.Mean);
        Assert.Equal([1, 1, 3, 5], [law.Quantile(0), law.Quantile(0.25), law.Quantile(0.5), law.Quantile(0.51)]);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3, 4 }, new long[] { 1, 2, 3, 4 }, 0)]
    [InlineData(new long[] { 1, 2 }, new long[] { 3, 4 }, 1)]
    [InlineData(new long[] { 1, 2, 3, 4 }, new long[] { 3, 4, 5, 6 }, 0.5)]
    [InlineData(new long[] { 1, 1, 1, 9 }, new long[] { 9 }, 0.75)]
    public void DistanceTo_Distributions_IsTheLargestGapOfTheDistributionFunctions(
        long[] one,
        long[] other,
        double distance
    ) => Assert.Equal(distance, EmpiricalDistribution.From(one).DistanceTo(EmpiricalDistribution.From(other)), 1e-12);

    [Fact]
    public void Weights_TooLargeForATable_AreScaledAndNoneIsLost()
    {
        EmpiricalDistribution law = EmpiricalDistribution.From([
            (1L, 40_000_000_000L),
            (2L, 1L),
            (3L, 20_000_000_000L),
        ]);

        long[] weights = [.. law.Weights()];

        Assert.Equal(uint.MaxValue / 3, weights[0]);
        Assert.Equal(1, weights[1]);
        Assert.Equal(weights[0] / 2.0, weights[2], 1.0);
    }
}
