namespace MGen.Fitting.Spells;

/// <summary>Chooses the smoothing of delay distributions: it decreases with the number of observations.</summary>
internal static class DelayCurves
{
    /// <summary>
    /// Longest delay that is considered possible before any observation, in seconds: four months while idle, 50 minutes
    /// while active.
    /// </summary>
    private const double LongestIdle = 1e7;
    private const double LongestActive = 3_000;

    /// <summary>Weight of the uninformative distribution, in observations.</summary>
    private const double IdleBackground = 1;
    private const double ActiveBackground = 0.5;

    /// <summary>
    /// Standard deviation of the kernel for one observation, in bins: close to optimal for a bell curve in the
    /// logarithm of time with standard deviation 1 (B. Silverman, Density Estimation, 1986, 3.4.2). It falls with the
    /// fifth root of the number of observations.
    /// </summary>
    private const double Bandwidth = 8;
    private const double LeastBandwidth = 0.5;
    private const double MostBandwidth = 6;

    /// <summary>The density of i.</summary>
    /// <param name="shares">The share of each bin.</param>
    /// <param name="seen">Number of delays from which the shares come.</param>
    public static DelayCurve Idle(double[] shares, double seen) => Curve(shares, seen, IdleBackground, LongestIdle);

    /// <summary>The density of a_s or a_r.</summary>
    /// <param name="shares">The share of each bin.</param>
    /// <param name="seen">Number of delays from which the shares come.</param>
    public static DelayCurve Active(double[] shares, double seen) =>
        Curve(shares, seen, ActiveBackground, LongestActive);

    private static DelayCurve Curve(double[] shares, double seen, double background, double longest) =>
        new(
            shares,
            Math.Clamp(Bandwidth * Math.Pow(seen + 1, -0.2), LeastBandwidth, MostBandwidth),
            background / (seen + 1 + background),
            DelayScale.Bin(longest)
        );
}
