using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times X whose natural logarithm has a normal distribution.</summary>
public sealed class LogNormalTime : TimeDistribution
{
    private readonly double _mean;
    private readonly double _stdDev;

    /// <param name="mean">Mean of ln X, with X in seconds; not the mean of X. Finite.</param>
    /// <param name="stdDev">
    /// Standard deviation of ln X. Finite; a negative one mirrors ln X, as in the original.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public LogNormalTime(double mean, double stdDev)
    {
        ParameterRules.ThrowIfAny(Check(mean, stdDev));
        _mean = mean;
        _stdDev = stdDev;
    }

    /// <summary>What is wrong with these parameters; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double mean, double stdDev) => NormalTime.Check(mean, stdDev);

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        Math.Exp(_mean + (_stdDev * StandardNormal.Sample(ref random)));
}
