using MGen.Report.Statistics;

namespace MGen.Report.Tests.Statistics;

public sealed class MeanIntervalTests
{
    // t(0.975, 1) = 12.7062 and t(0.975, 4) = 2.7764, from a printed table.
    [Theory]
    [InlineData(new double[] { 1, 3 }, 2, 12.7062)]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, 3, 2.7764 * 1.5811388 / 2.2360680)]
    public void From_FewValues_IsStudentsInterval(double[] values, double mean, double halfWidth)
    {
        MeanInterval interval = MeanInterval.From(values);

        Assert.Equal(mean, interval.Mean, 12);
        Assert.Equal(halfWidth, interval.HalfWidth, 3);
        Assert.Equal(values.Length, interval.Runs);
    }

    [Fact]
    public void From_OneValue_HasNoInterval()
    {
        MeanInterval interval = MeanInterval.From([7]);

        Assert.Equal(7, interval.Mean);
        Assert.False(interval.IsKnown);
    }

    [Fact]
    public void From_Nothing_IsNotANumber() => Assert.True(double.IsNaN(MeanInterval.From([]).Mean));

    /// <summary>
    /// The number of 4,000 intervals of 5 normal values that contain the true mean is binomial(4000, 0.95); with a
    /// bound of four standard deviations the false-alarm rate is 1 in 16,000.
    /// </summary>
    [Fact]
    public void From_NormalValues_HoldsTheTruthInNinetyFivePerCent()
    {
        Random random = new(20_261_124);
        const int Trials = 4_000;

        int held = Enumerable
            .Range(0, Trials)
            .Count(_ =>
            {
                MeanInterval interval = MeanInterval.From([
                    .. Enumerable.Range(0, 5).Select(_ => 3 + (2 * Normal(random))),
                ]);
                return interval.Low <= 3 && 3 <= interval.High;
            });

        Assert.InRange(
            held,
            (0.95 * Trials) - (4 * Math.Sqrt(Trials * 0.95 * 0.05)),
            (0.95 * Trials) + (4 * Math.Sqrt(Trials * 0.95 * 0.05))
        );
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
