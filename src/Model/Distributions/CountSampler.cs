using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Draws from a distribution of counts in a time that does not grow with its parameters. For a small mean, by
/// sequential inversion, in about one step per unit of the mean. For a larger mean, by the ratio of uniforms under the
/// universal "table mountain" hat (E. Stadlober, "The ratio of uniforms approach for generating discrete random
/// variates", J. Comput. Appl. Math. 31(1), 1990; the hypergeometric case is known as HRUA), in about 1.4 rounds of two
/// uniform numbers each.
/// </summary>
/// <remarks>
/// The hat: u and v are uniform numbers from 0 to 1. The candidate X = floor(a + h (v - 1/2) / u), where a = mean + 1/2
/// and h = sqrt(8/e) sqrt(variance + 1/2) + 3 - 2 sqrt(3/e), is accepted if u^2 &lt;= P(X) / P(mode). The draws are
/// exact if h is large enough, which the tests verify count by count. Two quick tests avoid most logarithms by
/// Stadlober's bounds of 2 ln u: the upper bound u (4 - u) - 3 accepts, the lower bound u - 1/u rejects.
/// </remarks>
internal readonly struct CountSampler<TDistribution>
    where TDistribution : struct, ICountDistribution
{
    /// <summary>
    /// Distributions with a smaller mean use inversion, which takes at most about 10 steps on average. For this and
    /// larger means the tests verify that the hat covers the distribution.
    /// </summary>
    private const double SmallMean = 10;

    /// <summary>
    /// If the probability of a count is below this limit, inversion starts again with a new uniform number, because the
    /// remainder of the old number is only rounding error.
    /// </summary>
    private const double Negligible = 1.0 / (1UL << 63);

    private readonly TDistribution _distribution;
    private readonly double _probabilityOfZero;
    private readonly double _logProbabilityOfMode;

    public CountSampler(TDistribution distribution)
    {
        _distribution = distribution;
        _probabilityOfZero = Math.Exp(distribution.LogProbability(0));
        _logProbabilityOfMode = distribution.LogProbability(distribution.Mode);
        HatCentre = distribution.Mean + 0.5;
        HatWidth = (Math.Sqrt(8 / Math.E) * Math.Sqrt(distribution.Variance + 0.5)) + 3 - (2 * Math.Sqrt(3 / Math.E));
    }

    /// <summary>a: the centre of the hat.</summary>
    internal double HatCentre { get; }

    /// <summary>h: the width of the hat.</summary>
    internal double HatWidth { get; }

    /// <summary>Draws a count.</summary>
    public double Sample(ref Xoshiro256 random) =>
        _distribution.Mean < SmallMean ? Invert(ref random) : Reject(ref random);

    private double Invert(ref Xoshiro256 random)
    {
        while (true)
        {
            double rest = random.NextDouble();
            double probability = _probabilityOfZero;
            for (double count = 0; probability >= Negligible; count++)
            {
                if (rest < probability)
                    return count;
                rest -= probability;
                probability *= _distribution.RatioToNext(count);
            }
        }
    }

    private double Reject(ref Xoshiro256 random)
    {
        while (true)
        {
            double u = random.NextOpenDouble();
            double count = Math.Floor(HatCentre + (HatWidth * (random.NextDouble() - 0.5) / u));
            if (count < 0 || count > _distribution.Largest)
                continue;

            double logRatio = _distribution.LogProbability(count) - _logProbabilityOfMode;
            if ((u * (4 - u)) - 3 <= logRatio)
                return count;
            if (u * (u - logRatio) < 1 && 2 * Math.Log(u) <= logRatio)
                return count;
        }
    }
}

/// <summary>
/// A distribution of counts with one peak and support 0, 1, ... <see cref="Largest"/>, as
/// <see cref="CountSampler{TDistribution}"/> needs it. Counts are doubles, which are exact up to 2^53; larger counts
/// are far above the largest size.
/// </summary>
internal interface ICountDistribution
{
    double Mean { get; }

    double Variance { get; }

    /// <summary>A count with the largest probability.</summary>
    double Mode { get; }

    /// <summary>The largest count; infinity if it is unbounded.</summary>
    double Largest { get; }

    /// <summary>ln P(X = <paramref name="count"/>), for a whole number from 0 to <see cref="Largest"/>.</summary>
    double LogProbability(double count);

    /// <summary>P(X = count + 1) / P(X = count); 0 at <see cref="Largest"/>.</summary>
    double RatioToNext(double count);
}

/// <summary>
/// The logarithm of a Poisson probability, to nearly full precision at every scale (C. Loader, "Fast and accurate
/// computation of binomial probabilities", 2000). Binomial and hypergeometric probabilities are products of such terms,
/// one per cell of their tables.
/// </summary>
internal static class PoissonTerm
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>
    /// ln(n!) minus Stirling's approximation, for n = 0 to 15; the entry for n = 0, where the approximation is not
    /// used, is 0.
    /// </summary>
    private static readonly double[] SmallStirlingErrors = ComputeSmallStirlingErrors();

    /// <summary>ln P(X = <paramref name="count"/>) of a Poisson distribution with this mean.</summary>
    /// <param name="count">A whole number, at least 0.</param>
    /// <param name="mean">At least 0, and above 0 unless the count is 0.</param>
    /// <param name="excess">
    /// count - mean. A separate parameter, because the difference of two large numbers would be less precise than the
    /// caller's value.
    /// </param>
    public static double Log(double count, double mean, double excess) =>
        count == 0 ? -mean : LogAtMean(count) - Deviance(count, mean, excess);

    /// <summary>ln P(X = <paramref name="count"/>) of the Poisson distribution whose mean is the count.</summary>
    public static double LogAtMean(double count) =>
        count == 0 ? 0 : -StirlingError(count) - HalfLogTwoPi - (0.5 * Math.Log(count));

    /// <summary>
    /// count ln(count / mean) - excess, Loader's bd0. Near the mean, where the two terms cancel, it is computed by its
    /// series in excess / (count + mean).
    /// </summary>
    private static double Deviance(double count, double mean, double excess)
    {
        double v = excess / (count + mean);
        if (Math.Abs(v) >= 0.1)
            return (count * Math.Log(count / mean)) - excess;

        double w = v * v;
        double tail = 1.0 / 9 + w * (1.0 / 11 + w * (1.0 / 13 + w * (1.0 / 15 + w / 17)));
        double series = w * (1.0 / 3 + w * (1.0 / 5 + w * (1.0 / 7 + w * tail)));
        return (excess * v) + (2 * v * series * count); // in this order the largest counts do not overflow
    }

    /// <summary>
    /// ln(n!) - ((n + 1/2) ln n - n + ln(2 pi) / 2): from a table, or by Stirling's series truncated at an error below
    /// 1e-16.
    /// </summary>
    private static double StirlingError(double count)
    {
        if (count < SmallStirlingErrors.Length)
            return SmallStirlingErrors[(int)count];
        double w = 1 / (count * count);
        return (
                1.0 / 12
                - w * (1.0 / 360 - w * (1.0 / 1260 - w * (1.0 / 1680 - w * (1.0 / 1188 - w * (691.0 / 360360)))))
            ) / count;
    }

    private static double[] ComputeSmallStirlingErrors()
    {
        double[] errors = new double[16];
        double factorial = 1;
        for (int n = 1; n < errors.Length; n++)
        {
            factorial *= n; // exact: 15! is below 2^53
            errors[n] = Math.Log(factorial) - (((n + 0.5) * Math.Log(n)) - n + HalfLogTwoPi);
        }

        return errors;
    }
}
