using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Distributions;

public sealed class BernoulliTrialTests
{
    [Theory]
    [InlineData(0, false, 1)]
    [InlineData(1, true, 0)]
    [InlineData(0.9999999999999999, true, 1)]
    public void Sample_ExtremeP_DrawsAsTheOriginal(double p, bool expected, int draws)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(5);
        Xoshiro256 reference = random;
        for (int i = 0; i < draws; i++)
            reference.NextUInt64();

        Assert.Equal(expected, new BernoulliTrial(p).Sample(ref random));
        Assert.Equal(reference.NextUInt64(), random.NextUInt64());
    }

    [Fact]
    public void Sample_Default_IsFalse()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(5);
        Assert.False(default(BernoulliTrial).Sample(ref random));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void Sample_P_FitsTheExactDistribution(double p)
    {
        GoodnessOfFit.AssertSizes(new TrialAsSize(new BernoulliTrial(p)), k => k == 1 ? p : 1 - p, 0, 1);
    }

    private sealed class TrialAsSize(BernoulliTrial trial) : SizeDistribution
    {
        protected override ulong Draw(ref Xoshiro256 random) => trial.Sample(ref random) ? 1UL : 0;
    }
}
