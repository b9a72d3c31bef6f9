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
    /// Draws a size in blocks, from 0 to <see cref="WireLimits.MaxBlocks"/>; larger draws become the maximum. A size of
    /// 0 is logged as 0 and sent as one block.
    /// </summary>
    public uint SampleBlocks(ref Xoshiro256 random) => (uint)Math.Min(Draw(ref random), WireLimits.MaxBlocks);

    /// <summary>Draws a number of blocks without a limit.</summary>
    protected abstract ulong Draw(ref Xoshiro256 random);
}

/// <summary>
/// Sizes with a geometric distribution, from 0: the number of failures before the first success. Drawn by inversion of
/// P(X >= k) = (1 - p)^k.
/// </summary>
public sealed class GeometricSize : SizeDistribution
{
    private readonly double _logFailure;

    /// <param name="p">Probability of success, from 0 to 1. At 0 every size is the maximum.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public GeometricSize(double p)
    {
        ParameterRules.ThrowIfAny(Check(p));
        _logFailure = double.LogP1(-p);
    }

    /// <summary>Returns the rules that this parameter violates; empty if it is valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double p) =>
        ParameterRules.Broken((ParameterRules.IsProbability(p), "p", ParameterRules.Probability));

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random)
    {
        if (_logFailure == 0)
            return ulong.MaxValue;
        // The conversion truncates, and saturates at ulong.MaxValue.
        return (ulong)(Math.Log(random.NextOpenDouble()) / _logFailure);
    }
}
