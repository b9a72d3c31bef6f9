using MathNet.Numerics;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Distributions;

/// <summary>
/// Tests draws against an exact distribution. Each test rejects a correct sampler for one seed in 10^9 (chi-square: to
/// the accuracy of the chi-square distribution, with at least <see cref="LeastExpected"/> draws expected per cell;
/// Kolmogorov-Smirnov: at most, by Massart's bound). There are fewer than 100 of them, so the overall false-alarm rate
/// is below 10^-7. Seeds are fixed, so results repeat.
/// </summary>
internal static class GoodnessOfFit
{
    private const double FalseAlarmRate = 1e-9;
    private const int Draws = 300_000;
    private const double LeastExpected = 25;
    private const ulong Seed = 20_260_801;

    /// <summary>
    /// Massart's bound: a distance above it has probability 2 exp(-2 n distance^2) at most (Annals of Probability
    /// 18(3), 1990).
    /// </summary>
    public static double DistanceBound { get; } = Math.Sqrt(Math.Log(2 / FalseAlarmRate) / (2.0 * Draws));

    /// <summary>The chi-square p-value of sizes drawn, in cells of neighbouring sizes.</summary>
    /// <param name="sizes">The distribution under test.</param>
    /// <param name="probability">The exact probability of a size.</param>
    /// <param name="low">Sizes up to this one share a cell.</param>
    /// <param name="high">
    /// Sizes from this one on share a cell; the cap on draws, if the distribution exceeds it.
    /// </param>
    public static double SizesPValue(SizeDistribution sizes, Func<int, double> probability, int low, int high)
    {
        long[] observed = Histogram(sizes, low, high);
        double statistic = 0;
        int cells = 0;
        double expectedLeft = Draws;
        long observedLeft = Draws;
        double expected = 0;
        long count = 0;
        for (int size = low; size < high; size++)
        {
            expected += Draws * probability(size);
            count += observed[size - low];
            if (expected < LeastExpected || expectedLeft - expected < LeastExpected)
                continue;

            statistic += Square(count - expected) / expected;
            cells++;
            expectedLeft -= expected;
            observedLeft -= count;
            expected = 0;
            count = 0;
        }

        statistic += Square(observedLeft - expectedLeft) / expectedLeft;
        return cells == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(cells / 2.0, statistic / 2);
    }

    /// <summary>Asserts that <see cref="SizesPValue"/> is above the false-alarm rate.</summary>
    public static void AssertSizes(SizeDistribution sizes, Func<int, double> probability, int low, int high)
    {
        double pValue = SizesPValue(sizes, probability, low, high);
        Assert.True(pValue > FalseAlarmRate, $"p = {pValue}");
    }

    /// <summary>
    /// Asserts that the empirical distribution function of drawn times stays within Massart's bound of the exact one.
    /// The distribution may have atoms at 0 and at the longest time; elsewhere it is continuous.
    /// </summary>
    /// <param name="times">The distribution under test.</param>
    /// <param name="cumulative">The exact P(X &lt;= seconds).</param>
    public static void AssertTimes(TimeDistribution times, Func<double, double> cumulative)
    {
        double distance = KolmogorovDistance(times, cumulative);
        Assert.True(distance < DistanceBound, $"distance {distance}, bound {DistanceBound}");
    }

    /// <summary>
    /// The largest difference between the empirical distribution function of drawn times and the exact one.
    /// </summary>
    public static double KolmogorovDistance(TimeDistribution times, Func<double, double> cumulative)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(Seed);
        var drawn = new TimeSpan[Draws];
        for (int i = 0; i < drawn.Length; i++)
            drawn[i] = times.Sample(ref random);
        Array.Sort(drawn);

        double distance = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            TimeSpan time = drawn[i];
            double exact = time == TimeDistribution.MaxSample ? 1 : cumulative(time.TotalSeconds);
            bool isLastOfItsValue = i + 1 == drawn.Length || drawn[i + 1] > time;
            bool isFirstOfItsValue = i == 0 || drawn[i - 1] < time;
            bool isAtom = time == TimeSpan.Zero || time == TimeDistribution.MaxSample;
            if (isLastOfItsValue)
                distance = Math.Max(distance, Math.Abs(((i + 1.0) / Draws) - exact));
            if (isFirstOfItsValue && !isAtom)
                distance = Math.Max(distance, Math.Abs(((double)i / Draws) - exact));
        }

        return distance;
    }

    private static long[] Histogram(SizeDistribution sizes, int low, int high)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(Seed);
        long[] histogram = new long[high - low + 1];
        for (int i = 0; i < Draws; i++)
            histogram[Math.Clamp((int)sizes.SampleBlocks(ref random), low, high) - low]++;
        return histogram;
    }

    private static double Square(double x) => x * x;
}
