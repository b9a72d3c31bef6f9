using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Distributions;

public sealed class AllocationTests
{
    [Fact]
    public void SampleBlocks_AnyDistribution_AllocatesNothing()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(1);
        foreach ((string name, SizeDistribution sizes) in SampleDistributions.Sizes)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10_000; i++)
                sizes.SampleBlocks(ref random);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, name);
        }
    }

    [Fact]
    public void Sample_AnyDistribution_AllocatesNothing()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(1);
        foreach ((string name, TimeDistribution times) in SampleDistributions.Times)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10_000; i++)
                times.Sample(ref random);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, name);
        }
    }
}
