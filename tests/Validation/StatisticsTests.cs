namespace MGen.Validation.Tests;

public sealed class StatisticsTests
{
    private const int Count = 20_000;

    [Fact]
    public void LogNormalOverExponential_EachDistribution_NamesIt()
    {
        Random random = new(1);
        double[] exponential = [.. Draws(random, () => -Math.Log(1 - random.NextDouble()))];
        double[] logNormal = [.. Draws(random, () => Math.Exp(1.5 * Normal(random)))];

        Assert.True(Statistics.LogNormalOverExponential(exponential) < 0);
        Assert.True(Statistics.LogNormalOverExponential(logNormal) > 0);
    }

    [Fact]
    public void PowerDistributionOverGeometric_EachDistribution_NamesIt()
    {
        Random random = new(1);
        double[] geometric =
        [
            .. Draws(random, () => Math.Min(14, 1 + Math.Floor(Math.Log(1 - random.NextDouble()) / Math.Log(0.6)))),
        ];
        double[] power = [.. Draws(random, () => Math.Min(14, Math.Floor(Math.Pow(1 - random.NextDouble(), -0.7))))];

        Assert.True(Statistics.PowerLawOverGeometric(geometric, 14) < 0);
        Assert.True(Statistics.PowerLawOverGeometric(power, 14) > 0);
    }

    [Fact]
    public void Burstiness_OfAClockAndOfAPoissonProcess_IsMinusOneAndZero()
    {
        Random random = new(1);
        double[] poisson = [.. Draws(random, () => -Math.Log(1 - random.NextDouble()))];

        Assert.Equal(-1, Statistics.Burstiness([5, 5, 5, 5]), 12);
        Assert.Equal(0, Statistics.Burstiness(poisson), 0.03);
        Assert.Equal(0, Statistics.Memory(poisson), 0.03);
        Assert.Equal(1, Statistics.Memory([1, 2, 3, 4, 5]), 12);
    }

    [Fact]
    public void RankSlope_OfZipfsDistribution_IsMinusOne()
    {
        Assert.Equal(-1, Statistics.RankSlope([1_200, 600, 400, 300, 240, 200]), 12);
        Assert.Equal(0, Statistics.RankSlope([7, 7, 7]), 12);
    }

    [Fact]
    public void Distances_OfTheirDistributions_AreSmall()
    {
        Random random = new(1);
        int[] logNormal =
        [
            .. Draws(random, () => Math.Round(Math.Exp(3.5 + (0.6 * Normal(random))))).Select(value => (int)value),
        ];
        int[] exponential =
        [
            .. Draws(random, () => Math.Round(-20 * Math.Log(1 - random.NextDouble()))).Select(value => (int)value),
        ];

        // The moments are estimated, with a standard error of 1 %: 0.02 is far above chance, and the other
        // distribution's distance far above that.
        Assert.InRange(Statistics.DistanceToLogNormal(logNormal), 0, 0.02);
        Assert.InRange(Statistics.DistanceToExponential(exponential), 0, 0.02);
        Assert.True(Statistics.DistanceToExponential(logNormal) > 0.15);
        Assert.True(Statistics.DistanceToLogNormal(exponential) > 0.05);
    }

    private static IEnumerable<double> Draws(Random random, Func<double> draw)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Enumerable.Range(0, Count).Select(_ => draw());
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
