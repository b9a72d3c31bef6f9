using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Model.Distributions;

/// <summary>
/// A distribution of message sizes, in blocks of <see cref="WireLimits.BlockBytes"/> bytes. Immutable: one instance
/// serves any number of conversations and threads. A draw does not allocate, and its time does not grow with the
/// parameters.
/// </summary>
public abstract class SizeDistribution
{
    /// <summary>
    /// Draws a size in blocks, from 0 to <see cref="WireLimits.MaxBlocks"/>; larger draws become the maximum. 0 is
    /// logged as 0 and sent as one block.
    /// </summary>
    public uint SampleBlocks(ref Xoshiro256 random) => (uint)Math.Min(Draw(ref random), WireLimits.MaxBlocks);

    /// <summary>Draws a number of blocks without a limit.</summary>
    protected abstract ulong Draw(ref Xoshiro256 random);
}
