using MGen.Model.Randomness;
using MGen.Population.Behaviours;
using MGen.Population.Statistics;

namespace MGen.Population.Tests.Behaviours;

/// <summary>Each statistical test fails for a correct sampler with one seed in 10^9; seeds are fixed.</summary>
public sealed class IdleTimesTests
{
    private const double FalseAlarmRate = 1e-9;
    private const int Draws = 200_000;

    private static readonly (double Value, double Weight)[] Distribution = [(0, 5), (10, 3), (60, 1), (1000, 1)];

    [Fact]
    public void MeanSeconds_OfADistribution_IsItsMean() =>
        Assert.Equal(109, new IdleTimes(Distribution).MeanSeconds, 10);

    /// <summary>
    /// The remainder of the idle time in progress has the density P(I &gt; x) / E(I); compared by Massart's bound.
    /// </summary>
    [Fact]
    public void DrawResidual_ManyDraws_FollowTheStationaryDistribution()
    {
        IdleTimes idle = new(Distribution);
        Xoshiro256 random = Xoshiro256.FromSeed(3);
        double[] drawn = new double[Draws];
        for (int i = 0; i < Draws; i++)
            drawn[i] = idle.DrawResidual(ref random);
        Array.Sort(drawn);

        double distance = drawn
            .Select(
                (x, i) =>
                    Math.Max(
                        Math.Abs(((i + 1.0) / Draws) - Cumulative(x)),
                        Math.Abs(((double)i / Draws) - Cumulative(x))
                    )
            )
            .Max();
        double bound = Math.Sqrt(Math.Log(2 / FalseAlarmRate) / (2.0 * Draws));
        Assert.True(distance < bound, $"distance {distance}, bound {bound}");
    }

    [Fact]
    public void DrawResidual_OnlyZeros_IsZero()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(1);

        Assert.Equal(0, new IdleTimes([(0, 1)]).DrawResidual(ref random));
    }

    /// <summary>The weights of the original's generator: 30 + value x normalised weight.</summary>
    [Fact]
    public void DrawAsOriginal_ManyDraws_HaveItsWeights()
    {
        IdleTimes idle = new(Distribution);
        Xoshiro256 random = Xoshiro256.FromSeed(4);
        double[] weights = [30 + (0 * 0.5), 30 + (10 * 0.3), 30 + (60 * 0.1), 30 + (1000 * 0.1)];
        long[] counts = new long[weights.Length];
        for (int i = 0; i < Draws; i++)
        {
            double drawn = idle.DrawAsOriginal(ref random);
            counts[Array.FindIndex(Distribution, entry => entry.Value == drawn)]++;
        }

        ChiSquareTest test = ChiSquareTest.From([.. weights.Select(weight => weight / weights.Sum())], counts);
        Assert.True(test.PValue > FalseAlarmRate, $"p = {test.PValue}");
    }

    private static double Cumulative(double x) =>
        Distribution.Sum(entry => entry.Weight / 10 * Math.Min(entry.Value, x)) / 109;
}
