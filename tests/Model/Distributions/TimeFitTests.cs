using MathNet.Numerics.Distributions;
using MGen.Model.Distributions;

namespace MGen.Model.Tests.Distributions;

/// <summary>
/// Every distribution of times against its exact distribution function. Scales are far above a tick (100 ns), to which
/// draws are truncated.
/// </summary>
public sealed class TimeFitTests
{
    [Theory]
    [InlineData(1000, 1)]
    [InlineData(0, 10)] // half of it becomes 0
    [InlineData(-5, 10)]
    [InlineData(20, -10)]
    public void NormalTime_MeanAndStdDev_FitsTheExactDistribution(double mean, double stdDev)
    {
        GoodnessOfFit.AssertTimes(new NormalTime(mean, stdDev), x => Normal.CDF(mean, Math.Abs(stdDev), x));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 0.01)]
    [InlineData(2, -2)]
    [InlineData(20, 3)] // reaches the longest time
    public void LogNormalTime_MeanAndStdDev_FitsTheExactDistribution(double mean, double stdDev)
    {
        GoodnessOfFit.AssertTimes(new LogNormalTime(mean, stdDev), x => LogNormal.CDF(mean, Math.Abs(stdDev), x));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 3)]
    [InlineData(1e6, 1.5e6)]
    public void UniformTime_LowAndHigh_FitsTheExactDistribution(double low, double high)
    {
        GoodnessOfFit.AssertTimes(new UniformTime(low, high), x => (x - low) / (high - low));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1e-9)] // one in 23 reaches the longest time
    public void ExponentialTime_Lambda_FitsTheExactDistribution(double lambda)
    {
        GoodnessOfFit.AssertTimes(new ExponentialTime(lambda), x => Exponential.CDF(lambda, x));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 2.5)]
    [InlineData(10, 0.1)] // reaches the longest time
    [InlineData(100, 50)]
    public void ParetoTime_ScaleAndShape_FitsTheExactDistribution(double scale, double shape)
    {
        GoodnessOfFit.AssertTimes(new ParetoTime(scale, shape), x => Pareto.CDF(scale, shape, Math.Max(x, scale)));
    }

    [Fact]
    public void KolmogorovDistance_SlightlyWrongDistribution_ExceedsTheBound()
    {
        double distance = GoodnessOfFit.KolmogorovDistance(new ExponentialTime(1), x => Exponential.CDF(1.03, x));
        Assert.True(distance > GoodnessOfFit.DistanceBound, $"distance {distance}");
    }
}
