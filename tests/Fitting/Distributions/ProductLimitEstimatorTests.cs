using MGen.Fitting.Distributions;
using MGen.Model.Randomness;

namespace MGen.Fitting.Tests.Distributions;

public sealed class ProductLimitEstimatorTests
{
    [Fact]
    public void ToDistribution_NothingCutShort_IsWhatWasSeen()
    {
        ProductLimitEstimator limit = new();
        foreach (long seconds in (long[])[7, 7, 2])
            limit.AddSeen(seconds);

        FittedDelay delay = limit.ToDistribution(3_600);

        Assert.Equal(0, delay.NeverShare);
        Assert.Equal([2, 7], delay.Distribution.Values);
        Assert.Equal([1, 2], delay.Distribution.Counts);
    }

    [Fact]
    public void ToDistribution_TextbookSample_HasTheProductLimit()
    {
        // Observed at 1, 3; censored at 2, 4: S(1) = 3/4, S(3) = 3/4 * 1/2.
        ProductLimitEstimator limit = new();
        limit.AddSeen(1);
        limit.AddCut(2);
        limit.AddSeen(3);
        limit.AddCut(4);

        FittedDelay delay = limit.ToDistribution(3_600);

        Assert.Equal([1, 3, 3_600], delay.Distribution.Values);
        Assert.Equal([250_000, 375_000, 375_000], delay.Distribution.Counts);
        Assert.Equal(0.375, delay.NeverShare, 1e-9);
    }

    // 20,000 delays: the standard error of the distribution function is below 0.006; 0.03 is exceeded with probability
    // below 1e-6.
    [Fact]
    public void ToDistribution_DelaysOvertakenByOthers_IsTheDistributionWithoutThem()
    {
        var random = Xoshiro256.FromSeed(5);
        ProductLimitEstimator limit = new();
        List<long> all = [];
        for (int i = 0; i < 20_000; i++)
        {
            long own = (long)(-30 * Math.Log(random.NextOpenDouble()));
            long other = (long)(-20 * Math.Log(random.NextOpenDouble()));
            all.Add(own);
            if (own <= other)
                limit.AddSeen(own);
            else
                limit.AddCut(other);
        }

        Assert.InRange(limit.ToDistribution(3_600).Distribution.DistanceTo(EmpiricalDistribution.From(all)), 0, 0.03);
    }

    [Fact]
    public void ToDistribution_SelectedDelays_DoNotRepresentCensoredOnes()
    {
        ProductLimitEstimator limit = new();
        for (int i = 0; i < 900; i++)
            limit.AddSeen(10, isSelected: i < 500);
        for (int i = 0; i < 100; i++)
            limit.AddNever();

        Assert.Equal(100.0 / 500, limit.ToDistribution(3_600).NeverShare, 0.001);
    }

    [Fact]
    public void ToDistribution_NothingSeen_IsNeverOrEmpty()
    {
        Assert.Empty(new ProductLimitEstimator().ToDistribution(3_600).Distribution.Values);
        ProductLimitEstimator limit = new();
        limit.AddNever();

        Assert.Equal([3_600], limit.ToDistribution(3_600).Distribution.Values);
    }
}
