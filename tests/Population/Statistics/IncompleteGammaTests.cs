using MathNet.Numerics;
using MGen.Population.Statistics;

namespace MGen.Population.Tests.Statistics;

public sealed class IncompleteGammaTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4.5)]
    [InlineData(30)]
    [InlineData(500)]
    [InlineData(50_000)]
    public void Upper_ManyArguments_AgreesWithMathNet(double a)
    {
        foreach (double factor in new[] { 0.01, 0.5, 0.9, 0.99, 1, 1.01, 1.1, 2, 5 })
        {
            double expected = SpecialFunctions.GammaUpperRegularized(a, a * factor);
            Assert.Equal(expected, IncompleteGamma.Upper(a, a * factor), 1e-9);
        }
    }

    [Fact]
    public void Upper_AtZero_IsOne() => Assert.Equal(1, IncompleteGamma.Upper(3, 0));

    [Fact]
    public void ChiSquare_CountsAsExpected_HasPValueOne() =>
        Assert.Equal(new ChiSquareTest(0, 1), ChiSquareTest.From([0.5, 0.5], [50, 50]));

    [Fact]
    public void ChiSquare_RareValues_ShareACell()
    {
        // 100 counts: cells {0}, {1, 2} and {3, 4}, because fewer than five are expected at 1, 2 and 4.
        ChiSquareTest test = ChiSquareTest.From([0.50, 0.03, 0.03, 0.43, 0.01], [40, 6, 4, 48, 2]);

        Assert.Equal(2, test.DegreesOfFreedom);
        Assert.Equal((100.0 / 50) + (16.0 / 6) + (36.0 / 44), test.Statistic, 10);
    }

    [Fact]
    public void ChiSquare_TooFewCounts_HasNoPValue() => Assert.Null(ChiSquareTest.From([0.5, 0.5], [4, 5]).PValue);
}
