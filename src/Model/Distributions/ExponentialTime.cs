using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times with an exponential distribution, by inversion.</summary>
public sealed class ExponentialTime : TimeDistribution
{
    private readonly double _lambda;

    /// <param name="lambda">
    /// Rate, in 1/s: the mean is 1/lambda seconds. Finite, above 0 (the original accepts 0 and fails at the first
    /// draw).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public ExponentialTime(double lambda)
    {
        ParameterRules.ThrowIfAny(Check(lambda));
        _lambda = lambda;
    }

    /// <summary>What is wrong with this parameter; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double lambda) =>
        ParameterRules.Broken((ParameterRules.IsFiniteAboveZero(lambda), "lambda", ParameterRules.FiniteAboveZero));

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) => -Math.Log(random.NextOpenDouble()) / _lambda;
}
