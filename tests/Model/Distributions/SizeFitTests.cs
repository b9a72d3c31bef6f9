using MathNet.Numerics.Distributions;
using MGen.Model.Distributions;
using MGen.Wire;

namespace MGen.Model.Tests.Distributions;

/// <summary>
/// Every distribution of sizes against its exact probabilities, on both sides of each boundary between two sampling
/// methods.
/// </summary>
public sealed class SizeFitTests
{
    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.5)]
    [InlineData(9.999)] // inversion below 10, rejection from 10 on
    [InlineData(10)]
    [InlineData(10.5)]
    [InlineData(11.999)]
    [InlineData(37.2)]
    [InlineData(1000)]
    [InlineData(1e5)]
    [InlineData(655_360)] // half of the distribution is above the cap
    public void PoissonSize_Lambda_FitsTheExactDistribution(double lambda)
    {
        GoodnessOfFit.AssertSizes(
            new PoissonSize(lambda),
            PoissonProbability(lambda),
            Low(lambda, lambda),
            High(lambda, lambda)
        );
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(19, 0.5)] // inversion below a mean of 10
    [InlineData(20, 0.5)]
    [InlineData(21, 0.5)]
    [InlineData(40, 0.251)]
    [InlineData(100, 0.05)]
    [InlineData(100, 0.95)] // the mirror image of the case above
    [InlineData(100, 0.49)]
    [InlineData(1000, 0.7)]
    [InlineData(1_000_000, 0.9e-5)]
    [InlineData(1_000_000, 1.1e-5)]
    [InlineData(1_000_000, 0.5)]
    [InlineData(1_310_720, 0.5)] // half of the distribution is above the cap
    public void BinomialSize_TrialsAndP_FitsTheExactDistribution(int n, double p)
    {
        double mean = n * p;
        double variance = mean * (1 - p);
        GoodnessOfFit.AssertSizes(
            new BinomialSize((ulong)n, p),
            k => k > n ? 0 : Math.Exp(Binomial.PMFLn(p, n, k)),
            Low(mean, variance),
            Math.Min(High(mean, variance), n)
        );
    }

    /// <summary>
    /// Exceeds the oracle's 32-bit numbers; but a binomial distribution is within p of the Poisson distribution with
    /// its mean (Le Cam).
    /// </summary>
    [Theory]
    [InlineData(ulong.MaxValue, 1e-19)]
    [InlineData((1UL << 63) + 5, 1e-15)]
    [InlineData((1UL << 63) + 5, 5e-14)]
    public void BinomialSize_HugeN_FitsThePoissonLimit(ulong n, double p)
    {
        double mean = n * p;
        GoodnessOfFit.AssertSizes(new BinomialSize(n, p), PoissonProbability(mean), Low(mean, mean), High(mean, mean));
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void GeometricSize_P_FitsTheExactDistribution(double p)
    {
        int high = (int)Math.Min(25 / p, WireLimits.MaxBlocks) + 2;
        GoodnessOfFit.AssertSizes(
            new GeometricSize(p),
            k => p * Math.Pow(1 - p, k),
            0,
            Math.Min(high, WireLimits.MaxBlocks)
        );
    }

    [Theory]
    [InlineData(10, 5, 3)]
    [InlineData(40, 19, 20)] // inversion below a mean of 10
    [InlineData(40, 20, 20)] // rejection, with its smallest possible variance
    [InlineData(42, 21, 21)]
    [InlineData(1_000_000, 20, 500_000)]
    [InlineData(1_000_000, 500_000, 21)]
    [InlineData(1000, 300, 200)]
    [InlineData(1000, 700, 200)] // the three mirror images of the case above
    [InlineData(1000, 300, 800)]
    [InlineData(1000, 700, 800)]
    [InlineData(30, 28, 27)] // mirrored twice, then inverted
    [InlineData(100_000, 50_000, 50_000)]
    [InlineData(1_600_000, 1_000_000, 1_048_576)] // half of the distribution is above the cap
    public void HypergeometricSize_Population_FitsTheExactDistribution(int population, int marked, int drawn)
    {
        double share = (double)marked / population;
        double mean = drawn * share;
        double variance = mean * (1 - share) * (population - drawn) / (population - 1.0);
        int least = Math.Max(0, marked + drawn - population);
        int most = Math.Min(marked, drawn);
        GoodnessOfFit.AssertSizes(
            new HypergeometricSize((ulong)population, (ulong)marked, (ulong)drawn),
            k => k < least || k > most ? 0 : Math.Exp(Hypergeometric.PMFLn(population, marked, drawn, k)),
            Low(mean, variance),
            Math.Min(High(mean, variance), most)
        );
    }

    /// <summary>
    /// Exceeds the oracle's 32-bit numbers; but this distribution is within (K + n) / N of a Poisson distribution, here
    /// about 2^-23 or less.
    /// </summary>
    [Theory]
    [InlineData(1UL << 63, 1UL << 40, 1UL << 33)]
    [InlineData(1UL << 63, 1UL << 33, 1UL << 40)]
    [InlineData(1UL << 63, 1UL << 33, 1UL << 33)]
    public void HypergeometricSize_HugePopulation_FitsThePoissonLimit(ulong population, ulong marked, ulong drawn)
    {
        double mean = (double)drawn * marked / population;
        GoodnessOfFit.AssertSizes(
            new HypergeometricSize(population, marked, drawn),
            PoissonProbability(mean),
            Low(mean, mean),
            High(mean, mean)
        );
    }

    [Theory]
    [InlineData(new uint[] { 1 })]
    [InlineData(new uint[] { 1, 0, 2, 0 })]
    [InlineData(new uint[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000 })]
    [InlineData(new uint[] { uint.MaxValue / 3, 1_000_000, uint.MaxValue / 3 })]
    public void WeightedSize_Weights_FitsThem(uint[] weights)
    {
        double sum = weights.Sum(weight => (double)weight);
        double[] values = [.. Enumerable.Range(0, weights.Length).Select(i => (double)i)];
        WeightedSize sizes = new(WeightsTable.Create(weights, values));
        GoodnessOfFit.AssertSizes(sizes, k => weights[k] / sum, 0, weights.Length - 1);
    }

    /// <summary>Tests the test itself: it detects a mean that is off by a thirtieth of a standard deviation.</summary>
    [Theory]
    [InlineData(5, 5.07)]
    [InlineData(1000, 1001)]
    public void SizesPValue_SlightlyWrongDistribution_RaisesTheAlarm(double lambda, double assumed)
    {
        double pValue = GoodnessOfFit.SizesPValue(
            new PoissonSize(lambda),
            PoissonProbability(assumed),
            Low(assumed, assumed),
            High(assumed, assumed)
        );
        Assert.InRange(pValue, 0, 1e-9);
    }

    private static Func<int, double> PoissonProbability(double mean) => k => Math.Exp(Poisson.PMFLn(mean, k));

    private static int Low(double mean, double variance) => (int)Math.Max(0, mean - (8 * Math.Sqrt(variance)) - 8);

    private static int High(double mean, double variance) =>
        (int)Math.Min(WireLimits.MaxBlocks, mean + (8 * Math.Sqrt(variance)) + 25);
}
