using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times with a normal distribution. Negative draws become 0, so the distribution has an atom at 0.</summary>
public sealed class NormalTime : TimeDistribution
{
    private readonly double _mean;
    private readonly double _stdDev;

    /// <param name="mean">Mean before negative draws become 0, in seconds. Finite, may be negative.</param>
    /// <param name="stdDev">
    /// Standard deviation, in seconds. Finite; 0 is a constant, and a negative one mirrors the draws, as in the
    /// original.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public NormalTime(double mean, double stdDev)
    {
        ParameterRules.ThrowIfAny(Check(mean, stdDev));
        _mean = mean;
        _stdDev = stdDev;
    }

    /// <summary>What is wrong with these parameters; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double mean, double stdDev) =>
        ParameterRules.Broken(
            (double.IsFinite(mean), "mean", ParameterRules.Finite),
            (double.IsFinite(stdDev), "std_dev", ParameterRules.Finite)
        );

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        _mean + (_stdDev * StandardNormal.Sample(ref random));
}
