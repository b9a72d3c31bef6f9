namespace MGen.Fitting.Spells;

/// <summary>
/// A density of delays that is positive at every delay, not only at observed ones: smooth in the logarithm of time.
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

    /// <summary>Adds a share with its kernel; what would fall before the first bin is reflected.</summary>
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
