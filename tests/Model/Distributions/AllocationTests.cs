using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Distributions;

public sealed class AllocationTests
{
    private const int Draws = 10_000;

    [Fact]
    public void SampleBlocks_AnyDistribution_AllocatesNothing()
    {
        foreach ((string name, SizeDistribution sizes) in SampleDistributions.Sizes)
            AssertNoneAllocates(name, (ref random) => sizes.SampleBlocks(ref random));
    }

    [Fact]
    public void Sample_AnyDistribution_AllocatesNothing()
    {
        foreach ((string name, TimeDistribution times) in SampleDistributions.Times)
            AssertNoneAllocates(name, (ref random) => times.Sample(ref random));
    }

    /// <summary>
    /// The smallest object has 24 bytes, so draws that allocate take 240,000 bytes. Less than a byte per draw is the
    /// runtime's, which compiles meanwhile.
    /// </summary>
    private static void AssertNoneAllocates<T>(string name, Draw<T> draw)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Draws; i++)
            draw(ref random);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < Draws, $"{name}: {allocated} bytes in {Draws} draws");
    }

    private delegate T Draw<out T>(ref Xoshiro256 random);
}
