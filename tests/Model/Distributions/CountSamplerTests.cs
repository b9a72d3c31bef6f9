using MGen.Model.Distributions;

namespace MGen.Model.Tests.Distributions;

/// <summary>
/// Checks by computation what makes the rejection exact: the hat covers the distribution, and the probabilities are
/// right.
/// </summary>
public sealed class CountSamplerTests
{
    public static TheoryData<double> Means { get; } =
    [10, 10.25, 10.5, 10.999, 11, 13.7, 20.5, 50.3, 99.99, 1000.5, 12_345.6, 1e6 + 0.999];

    [Theory]
    [MemberData(nameof(Means))]
    public void Hat_PoissonDistribution_CoversEveryCount(double lambda)
    {
        AssertCovered(new PoissonCounts(lambda));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void Hat_BinomialCounts_CoverEveryCount(double mean)
    {
        foreach (double p in new[] { 0.5, 0.499, 0.4, 0.25, 0.1, 0.01, 1e-6 })
            AssertCovered(new BinomialCounts((ulong)Math.Ceiling(mean / p), p));
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void Hat_HypergeometricDistributions_CoverEveryCount(double mean)
    {
        foreach (double markedShare in new[] { 0.5, 0.499, 0.3, 0.1, 0.01 })
        {
            foreach (double drawnShare in new[] { 0.5, 0.499, 0.3, 0.1, 0.01 })
            {
                double population = Math.Ceiling(mean / (markedShare * drawnShare)) + 2;
                AssertCovered(
                    new HypergeometricCounts(
                        (ulong)population,
                        (ulong)Math.Floor(population * markedShare),
                        (ulong)Math.Floor(population * drawnShare)
                    )
                );
            }
        }
    }

    [Fact]
    public void Hat_AllMeansFromTheBoundaryOn_AreCovered()
    {
        for (int hundredths = 1000; hundredths <= 3000; hundredths++)
            AssertCovered(new PoissonCounts(hundredths / 100.0));
    }

    [Fact]
    public void Hat_AllSmallPopulations_AreCovered()
    {
        for (ulong population = 40; population <= 64; population++)
        {
            for (ulong marked = 10; marked <= population / 2; marked++)
            {
                for (ulong drawn = 10 * population / marked; drawn <= population / 2; drawn++)
                    AssertCovered(new HypergeometricCounts(population, marked, drawn));
            }
        }
    }

    [Theory]
    [InlineData(3.7)]
    [InlineData(14.2)]
    [InlineData(15_000.5)]
    public void LogProbability_PoissonDistribution_MatchesTheOracle(double lambda)
    {
        AssertMatches(new PoissonCounts(lambda), k => MathNet.Numerics.Distributions.Poisson.PMFLn(lambda, k));
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(20, 0.5)]
    [InlineData(1000, 0.004)]
    [InlineData(100_000, 0.37)]
    public void LogProbability_BinomialCounts_MatchesTheOracle(int n, double p)
    {
        AssertMatches(new BinomialCounts((ulong)n, p), k => MathNet.Numerics.Distributions.Binomial.PMFLn(p, n, k));
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(40, 20, 20)]
    [InlineData(5000, 100, 2000)]
    [InlineData(100_000, 30_000, 40_000)]
    public void LogProbability_HypergeometricDistribution_MatchesTheOracle(int population, int marked, int drawn)
    {
        AssertMatches(
            new HypergeometricCounts((ulong)population, (ulong)marked, (ulong)drawn),
            k => MathNet.Numerics.Distributions.Hypergeometric.PMFLn(population, marked, drawn, k)
        );
    }

    /// <summary>
    /// A count k is drawn from the strip [k, k + 1), which must lie under the hat: |x - a| sqrt(P(k) / P(mode)) at most
    /// h / 2 at both ends.
    /// </summary>
    private static void AssertCovered<TDistribution>(TDistribution distribution)
        where TDistribution : struct, ICountDistribution
    {
        CountSampler<TDistribution> sampler = new(distribution);
        double logMode = distribution.LogProbability(distribution.Mode);
        (double first, double last) = Bulk(distribution);
        for (double count = first; count <= last; count++)
        {
            double logRatio = distribution.LogProbability(count) - logMode;
            double reach = Math.Max(Math.Abs(count - sampler.HatCentre), Math.Abs(count + 1 - sampler.HatCentre));
            if (logRatio > 1e-9 || reach * Math.Exp(logRatio / 2) > sampler.HatWidth / 2)
                Assert.Fail(
                    $"mean {distribution.Mean}, variance {distribution.Variance}: the hat does not cover {count}"
                );
        }
    }

    private static void AssertMatches<TDistribution>(TDistribution distribution, Func<int, double> logProbability)
        where TDistribution : struct, ICountDistribution
    {
        (double first, double last) = Bulk(distribution);
        for (double count = first; count <= last; count++)
        {
            Assert.Equal(logProbability((int)count), distribution.LogProbability(count), 1e-7);
            if (count < last)
                Assert.Equal(
                    distribution.LogProbability(count + 1) - distribution.LogProbability(count),
                    Math.Log(distribution.RatioToNext(count)),
                    1e-9
                );
        }
    }

    /// <summary>
    /// The counts within 12 standard deviations and 12 of the mean; beyond them, x exp(-x^2 / 4) only decreases.
    /// </summary>
    private static (double First, double Last) Bulk<TDistribution>(TDistribution distribution)
        where TDistribution : struct, ICountDistribution
    {
        double reach = (12 * Math.Sqrt(distribution.Variance)) + 12;
        return (
            Math.Max(0, Math.Floor(distribution.Mean - reach)),
            Math.Min(distribution.Largest, Math.Ceiling(distribution.Mean + reach))
        );
    }
}
