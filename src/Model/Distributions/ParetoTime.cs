using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Times with a Pareto distribution (type I), by inversion: P(X > x) = (scale / x)^shape for x >= scale.
/// </summary>
public sealed class ParetoTime : TimeDistribution
{
    private readonly double _scale;
    private readonly double _exponent;

    /// <param name="scale">Smallest time, in seconds. Finite, above 0.</param>
    /// <param name="shape">Tail exponent, without unit. Finite, above 0; at 1 and below the mean is infinite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public ParetoTime(double scale, double shape)
    {
        ParameterRules.ThrowIfAny(Check(scale, shape));
        _scale = scale;
        _exponent = -1 / shape;
    }

    /// <summary>What is wrong with these parameters; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double scale, double shape) =>
        ParameterRules.Broken(
            (ParameterRules.IsFiniteAboveZero(scale), "scale", ParameterRules.FiniteAboveZero),
            (ParameterRules.IsFiniteAboveZero(shape), "shape", ParameterRules.FiniteAboveZero)
        );

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        _scale * Math.Pow(random.NextOpenDouble(), _exponent);
}
