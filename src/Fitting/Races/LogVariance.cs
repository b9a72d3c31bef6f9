namespace MGen.Fitting.Races;

/// <summary>
/// Estimates the variance of the logarithms of factors, given counts that are Poisson with mean factor times
/// expectation.
/// </summary>
internal static class LogVariance
{
    /// <summary>
    /// The largest variance that is returned: a standard deviation of 1.74 of the natural logarithm. Rates beyond it
    /// are truncated later.
    /// </summary>
    private const double MostVariance = 3;
    private const int Steps = 40;

    /// <summary>From this argument on the asymptotic series are exact to 1e-8.</summary>
    private const double Large = 8;

    /// <summary>
    /// The variance of the logarithms for which the squared deviations, each divided by its expected variance, sum to
    /// the degrees of freedom (R. Paule, J. Mandel, J. Res. Natl. Bur. Stand. 87(5), 1982). The variance of the factors
    /// themselves would be dominated by the few largest ones.
    /// </summary>
    /// <param name="seen">The counts and their expectations.</param>
    public static double Estimate(IReadOnlyCollection<(double Count, double Expected)> seen)
    {
        (double Log, double Error)[] logs =
        [
            .. seen.Where(one => one.Expected > 0)
                .Select(one => (Digamma(one.Count + 0.5) - Math.Log(one.Expected), Trigamma(one.Count + 0.5))),
        ];
        (double low, double high) = (0, MostVariance);
        for (int step = 0; step < Steps; step++)
        {
            double middle = (low + high) / 2;
            if (Excess(logs, middle) > 0)
                low = middle;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>
    /// The sum of the squared deviations, each divided by its expected variance, minus the degrees of freedom.
    /// </summary>
    private static double Excess((double Log, double Error)[] logs, double variance)
    {
        double[] weights = [.. logs.Select(one => 1 / (variance + one.Error))];
        double mean = logs.Zip(weights, (one, weight) => one.Log * weight).Sum() / weights.Sum();
        return logs.Zip(weights, (one, weight) => weight * (one.Log - mean) * (one.Log - mean)).Sum()
            - (logs.Length - 1);
    }

    /// <summary>
    /// The derivative of the logarithm of the gamma function, by recurrence and its asymptotic series.
    /// </summary>
    private static double Digamma(double x)
    {
        double sum = 0;
        for (; x < Large; x++)
            sum -= 1 / x;
        double inverse = 1 / (x * x);
        return sum
            + Math.Log(x)
            - (1 / (2 * x))
            - (inverse * ((1.0 / 12) - (inverse * ((1.0 / 120) - (inverse / 252)))));
    }

    /// <summary>
    /// The second derivative of the logarithm of the gamma function, by recurrence and its asymptotic series.
    /// </summary>
    private static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < Large; x++)
            sum += 1 / (x * x);
        double inverse = 1 / (x * x);
        return sum + (1 / x) + (inverse / 2) + (inverse / x * ((1.0 / 6) - (inverse * ((1.0 / 30) - (inverse / 42)))));
    }
}
