namespace MGen.Model.Distributions;

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
    /// count - mean. A separate parameter, since the caller knows it more precisely than the difference of two large
    /// numbers.
    /// </param>
    public static double Log(double count, double mean, double excess) =>
        count == 0 ? -mean : LogAtMean(count) - Deviance(count, mean, excess);

    /// <summary>ln P(X = <paramref name="count"/>) of the Poisson distribution whose mean is the count.</summary>
    public static double LogAtMean(double count) =>
        count == 0 ? 0 : -StirlingError(count) - HalfLogTwoPi - (0.5 * Math.Log(count));

    /// <summary>
    /// count ln(count / mean) - excess, Loader's bd0. Near the mean, where the terms cancel, computed by its series in
    /// excess / (count + mean).
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
