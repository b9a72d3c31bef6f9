namespace MGen.Fitting.Spells;

/// <summary>How the laws of delays are smoothed: the less the more was seen.</summary>
internal static class DelayCurves
{
    /// <summary>Longest delay that is thought possible before any was seen, in seconds: four months while idle, 50 minutes while active.</summary>
    private const double LongestIdle = 1e7;
    private const double LongestActive = 3_000;

    /// <summary>What is thought possible weighs as much as so many observations.</summary>
    private const double IdleBackground = 1;
    private const double ActiveBackground = 0.5;

    /// <summary>
    /// Standard deviation of the smoothing at one observation, in bins: about the best for a bell in the logarithm of time whose standard deviation
    /// is 1 (B. Silverman, Density Estimation, 1986, 3.4.2). It falls with the fifth root of their number.
    /// </summary>
    private const double Bandwidth = 8;
    private const double LeastBandwidth = 0.5;
    private const double MostBandwidth = 6;

    /// <summary>i.</summary>
    /// <param name="shares">The share of each bin.</param>
    /// <param name="seen">Delays that they come from.</param>
    public static DelayCurve Idle(double[] shares, double seen) => Curve(shares, seen, IdleBackground, LongestIdle);

    /// <summary>a_s or a_r.</summary>
    /// <param name="shares">The share of each bin.</param>
    /// <param name="seen">Delays that they come from.</param>
    public static DelayCurve Active(double[] shares, double seen) => Curve(shares, seen, ActiveBackground, LongestActive);

    private static DelayCurve Curve(double[] shares, double seen, double background, double longest) => new(
        shares,
        Math.Clamp(Bandwidth * Math.Pow(seen + 1, -0.2), LeastBandwidth, MostBandwidth),
        background / (seen + 1 + background),
        DelayScale.Bin(longest));
}
