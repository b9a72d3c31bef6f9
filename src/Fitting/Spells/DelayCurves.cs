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

    /// <summary>The density of the idle delay (i).</summary>
    /// <param name="shares">The share of each bin.</param>
    /// <param name="seen">Number of delays from which the shares come.</param>
    public static DelayCurve Idle(double[] shares, double seen) => Curve(shares, seen, IdleBackground, LongestIdle);

    /// <summary>The density of the delay after a message sent (a_s) or received (a_r).</summary>
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

/// <summary>
/// A density of delays, smooth in the logarithm of time. It is positive at every delay that the uninformative
/// distribution covers, not only at observed ones.
/// </summary>
internal sealed class DelayCurve
{
    private readonly double[] _density = new double[DelayScale.Bins];
    private readonly double[] _longer = new double[DelayScale.Bins + 1];

    /// <summary>Smooths <paramref name="shares"/>.</summary>
    /// <param name="shares">The share of each bin; the remainder to 1 is longer than all bins.</param>
    /// <param name="bandwidth">Standard deviation of the smoothing kernel, in bins.</param>
    /// <param name="background">
    /// Weight of an uninformative distribution, uniform over the bins up to <paramref name="backgroundBins"/>.
    /// </param>
    /// <param name="backgroundBins">See <paramref name="background"/>.</param>
    public DelayCurve(ReadOnlySpan<double> shares, double bandwidth, double background, int backgroundBins)
    {
        double[] kernel = Kernel(bandwidth);
        double[] smooth = new double[DelayScale.Bins];
        for (int bin = 0; bin < shares.Length; bin++)
            Spread(shares[bin] * (1 - background), bin, kernel, smooth);
        for (int bin = 0; bin < backgroundBins; bin++)
            smooth[bin] += background / backgroundBins;
        _longer[DelayScale.Bins] = Math.Max(1 - smooth.Sum(), 0);
        for (int bin = DelayScale.Bins - 1; bin >= 0; bin--)
        {
            _longer[bin] = _longer[bin + 1] + smooth[bin];
            _density[bin] = smooth[bin] / DelayScale.Seconds(bin);
        }
    }

    /// <summary>Probability density of a delay, per second.</summary>
    public double Density(double seconds) => _density[DelayScale.Bin(seconds)];

    /// <summary>The survival function: share of delays that are longer.</summary>
    public double Longer(double seconds)
    {
        int bin = DelayScale.Bin(seconds);
        double rest = Math.Max(DelayScale.Start(bin + 1) - seconds, 0);
        return _longer[bin + 1] + (_density[bin] * rest);
    }

    /// <summary>Share of delays that are not in the bins before <paramref name="bin"/>.</summary>
    public double LongerThanBinsBefore(int bin) => _longer[bin];

    private static double[] Kernel(double bandwidth)
    {
        int reach = (int)Math.Ceiling(3 * bandwidth);
        double[] kernel =
        [
            .. Enumerable.Range(-reach, (2 * reach) + 1).Select(x => Math.Exp(-0.5 * x * x / (bandwidth * bandwidth))),
        ];
        double sum = kernel.Sum();
        return [.. kernel.Select(weight => weight / sum)];
    }

    /// <summary>
    /// Adds a share with its kernel; the part before the first bin is reflected, and the part after the last bin is
    /// added to the last bin.
    /// </summary>
    private static void Spread(double share, int bin, double[] kernel, double[] into)
    {
        if (share == 0)
            return;
        int reach = kernel.Length / 2;
        for (int x = -reach; x <= reach; x++)
        {
            int at = bin + x;
            at = at < 0 ? -at - 1 : at;
            into[Math.Min(at, DelayScale.Bins - 1)] += share * kernel[x + reach];
        }
    }
}

/// <summary>
/// The bins in which delays are counted during the training. They have equal width in ln(1 + seconds): a bin is one
/// eighth of its delay wide, and below a second about an eighth of a second.
/// </summary>
internal static class DelayScale
{
    /// <summary>Number of bins: enough for 3,000 years.</summary>
    public const int Bins = 202;

    private const double Width = 0.125;

    private static readonly double[] Edges =
    [
        .. Enumerable.Range(0, Bins + 1).Select(bin => Math.Exp(bin * Width) - 1),
    ];

    /// <summary>
    /// For each pattern of leading bits of a <see cref="double"/>, the first bin that contains such a number. This
    /// look-up replaces a logarithm, because each message would need dozens of logarithms.
    /// </summary>
    private static readonly byte[] BinsOfLeadingBits =
    [
        .. Enumerable
            .Range(0, LeadingBits(1 + Edges[Bins]) + 1)
            .Select(bits =>
                (byte)Math.Clamp(Array.FindLastIndex(Edges, edge => LeadingBits(1 + edge) < bits), 0, Bins - 1)
            ),
    ];

    /// <summary>The bin of a delay; the last one includes all longer delays.</summary>
    /// <param name="seconds">Not negative.</param>
    public static int Bin(double seconds)
    {
        if (seconds >= Edges[Bins - 1])
            return Bins - 1;
        int bin = BinsOfLeadingBits[LeadingBits(1 + seconds)];
        while (seconds >= Edges[bin + 1])
            bin++;
        return bin;
    }

    /// <summary>Start of a bin in seconds; the last bin ends at <c>Start(Bins)</c>.</summary>
    public static double Start(int bin) => Edges[bin];

    /// <summary>Exponent and the first six bits of the mantissa, relative to those of 1.</summary>
    private static int LeadingBits(double number) =>
        (int)((BitConverter.DoubleToInt64Bits(number) - BitConverter.DoubleToInt64Bits(1)) >> 46);

    /// <summary>Width of a bin in seconds.</summary>
    public static double Seconds(int bin) => Edges[bin + 1] - Edges[bin];
}
