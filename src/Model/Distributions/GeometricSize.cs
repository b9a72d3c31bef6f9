using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Sizes with a geometric distribution, from 0: the number of failures before the first success. By inversion of P(X >=
/// k) = (1 - p)^k.
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

    /// <summary>What is wrong with this parameter; empty if nothing is.</summary>
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
