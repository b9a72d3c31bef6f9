using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times uniform in [low, high).</summary>
public sealed class UniformTime : TimeDistribution
{
    private readonly double _low;
    private readonly double _high;

    /// <param name="low">Smallest time, in seconds. Finite; draws below 0 become 0.</param>
    /// <param name="high">The exclusive upper bound, in seconds. Finite, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public UniformTime(double low, double high)
    {
        ParameterRules.ThrowIfAny(Check(low, high));
        _low = low;
        _high = high;
    }

    /// <summary>What is wrong with these parameters; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double low, double high) =>
        ParameterRules.Broken(
            (double.IsFinite(low), "low", ParameterRules.Finite),
            (double.IsFinite(high) && !(high <= low), "high", "a finite number above low")
        ); // if low is NaN, report only that

    /// <inheritdoc/>
    /// <remarks>
    /// Interpolates instead of computing low + width * u, since the width of a very wide range would overflow. A result
    /// rounded up to high is corrected.
    /// </remarks>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        Math.Min(double.Lerp(_low, _high, random.NextDouble()), double.BitDecrement(_high));
}
