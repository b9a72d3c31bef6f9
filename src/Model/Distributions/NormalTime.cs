using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times with a normal distribution. Negative draws become 0, so the distribution has an atom at 0.</summary>
public sealed class NormalTime : TimeDistribution
{
    private readonly double _mean;
    private readonly double _stdDev;

    /// <param name="mean">Mean before negative draws become 0, in seconds. Finite, may be negative.</param>
    /// <param name="stdDev">
    /// Standard deviation, in seconds. Finite; 0 makes every draw equal to the mean, and a negative value mirrors the
    /// draws at the mean, as in the original.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public NormalTime(double mean, double stdDev)
    {
        ParameterRules.ThrowIfAny(Check(mean, stdDev));
        _mean = mean;
        _stdDev = stdDev;
    }

    /// <summary>Returns the rules that these parameters violate; empty if they are valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double mean, double stdDev) =>
        ParameterRules.Broken(
            (double.IsFinite(mean), "mean", ParameterRules.Finite),
            (double.IsFinite(stdDev), "std_dev", ParameterRules.Finite)
        );

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        _mean + (_stdDev * StandardNormal.Sample(ref random));
}

/// <summary>Times X whose natural logarithm has a normal distribution.</summary>
public sealed class LogNormalTime : TimeDistribution
{
    private readonly double _mean;
    private readonly double _stdDev;

    /// <param name="mean">Mean of ln X, with X in seconds; not the mean of X. Finite.</param>
    /// <param name="stdDev">
    /// Standard deviation of ln X. Finite; a negative value mirrors ln X at its mean, as in the original.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public LogNormalTime(double mean, double stdDev)
    {
        ParameterRules.ThrowIfAny(Check(mean, stdDev));
        _mean = mean;
        _stdDev = stdDev;
    }

    /// <summary>Returns the rules that these parameters violate; empty if they are valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(double mean, double stdDev) => NormalTime.Check(mean, stdDev);

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) =>
        Math.Exp(_mean + (_stdDev * StandardNormal.Sample(ref random)));
}

/// <summary>
/// Normal draws with mean 0 and standard deviation 1, by the polar method (G. Marsaglia, T. A. Bray, "A convenient
/// method for generating normal variables", SIAM Review 6(3), 1964). A ziggurat would be several times faster, but its
/// tables and its separate tail are not justified for one draw per message. The polar method yields two normal draws;
/// the second one is discarded, because keeping it would need state in addition to the generator's.
/// </summary>
internal static class StandardNormal
{
    public static double Sample(ref Xoshiro256 random)
    {
        while (true)
        {
            double x = (2 * random.NextDouble()) - 1;
            double y = (2 * random.NextDouble()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }
}
