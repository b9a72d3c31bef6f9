using MGen.Population.Statistics;

namespace MGen.Population.Tests.Statistics;

public sealed class ChiSquareTestTests
{
    /// <summary>Critical values as statistics tables print them, rounded to three decimals.</summary>
    [Theory]
    [InlineData(1, 3.841, 0.05)]
    [InlineData(1, 6.635, 0.01)]
    [InlineData(2, 5.991, 0.05)]
    [InlineData(10, 18.307, 0.05)]
    [InlineData(10, 3.940, 0.95)]
    [InlineData(100, 124.342, 0.05)]
    [InlineData(100, 149.449, 0.001)]
    public void PValue_CriticalValue_IsItsLevel(int degreesOfFreedom, double statistic, double expected) =>
        Assert.Equal(expected, new ChiSquareTest(statistic, degreesOfFreedom).PValue!.Value, expected / 500);

    /// <summary>With two degrees of freedom the distribution is exponential: P = exp(-x / 2).</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(20, 4.539992976248485e-5)]
    [InlineData(200, 3.720075976020836e-44)]
    public void PValue_TwoDegreesOfFreedom_IsExponential(double statistic, double expected) =>
        Assert.Equal(1, new ChiSquareTest(statistic, 2).PValue!.Value / expected, 1e-9);

    [Fact]
    public void PValue_ManyDegreesOfFreedom_IsCloseToHalfAtTheMedian() =>
        Assert.Equal(0.5, new ChiSquareTest(99_999.33, 100_000).PValue!.Value, 1e-4);

    [Fact]
    public void From_CountsAsExpected_HasPValueOne()
    {
        ChiSquareTest test = ChiSquareTest.From([0.5, 0.5], [50, 50]);

        Assert.Equal(new ChiSquareTest(0, 1), test);
        Assert.Equal(1, test.PValue);
    }

    [Fact]
    public void From_RareValues_ShareACell()
    {
        // 100 counts: cells {0}, {1, 2} and {3, 4}, because fewer than five are expected at 1, 2 and 4.
        ChiSquareTest test = ChiSquareTest.From([0.50, 0.03, 0.03, 0.43, 0.01], [40, 6, 4, 48, 2]);

        Assert.Equal(2, test.DegreesOfFreedom);
        Assert.Equal((100.0 / 50) + (16.0 / 6) + (36.0 / 44), test.Statistic, 10);
    }

    [Fact]
    public void PValue_TooFewCounts_IsNull() => Assert.Null(ChiSquareTest.From([0.5, 0.5], [4, 5]).PValue);
}
