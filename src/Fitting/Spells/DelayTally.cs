using MGen.Fitting.Distributions;

namespace MGen.Fitting.Spells;

/// <summary>
/// Counts delays by bin, each weighted with its probability: those whose end was observed, and censored ones. The
/// distribution is the life-table form of the product-limit estimator (E. Kaplan, P. Meier, JASA 53(282), 1958).
/// </summary>
/// <param name="keepsValues">Whether values are kept, as the distributions and <see cref="Longest"/> need.</param>
/// <param name="endless">
/// Number of added delays without an end, so that the few longest observed delays do not account for all longer ones.
/// </param>
internal sealed class DelayTally(bool keepsValues, double endless)
{
    /// <summary>Sum of the counts that shares are converted to.</summary>
    private const double Resolution = 1_000_000;

    /// <summary>
    /// The share of observed delays, the longest ones, from which the end of longer delays is estimated.
    /// </summary>
    private const double TailShare = 0.1;
    private const double LeastTail = 5;
    private const int TailPoints = 20;

    /// <summary>The longest value of the tail, in seconds: 100 years.</summary>
    private const double MostTailSeconds = 3_155_760_000;

    private readonly double[] _seen = new double[DelayScale.Bins];
    private readonly double[] _cut = new double[DelayScale.Bins];
    private readonly double[] _outlasted = new double[DelayScale.Bins];
    private readonly Dictionary<long, double> _values = [];

    /// <summary>Sum of the probabilities of the delays whose end was observed.</summary>
    public double Seen { get; private set; }

    /// <summary>
    /// The longest delay whose end was observed, in whole seconds; 0 if there is none, or if values are not kept.
    /// </summary>
    public long Longest => _values.Where(value => value.Value > 0).Select(value => value.Key).DefaultIfEmpty(0).Max();

    /// <summary>Sum of the probabilities of all delays.</summary>
    public double Total => Seen + _cut.Sum() + _outlasted.Sum();

    /// <summary>Adds a delay whose end was observed.</summary>
    public void AddSeen(double seconds, double probability)
    {
        double whole = Math.Round(seconds);
        _seen[DelayScale.Bin(whole)] += probability;
        Seen += probability;
        if (keepsValues)
            _values[(long)whole] = _values.GetValueOrDefault((long)whole) + probability;
    }

    /// <summary>Adds a delay that was censored; it may be anywhere in its bin.</summary>
    public void AddCut(double seconds, double probability) => _cut[DelayScale.Bin(seconds)] += probability;

    /// <summary>Adds a delay that was longer than all bins before <paramref name="bin"/>.</summary>
    public void AddOutlasted(int bin, double probability) => _outlasted[bin] += probability;

    /// <summary>The share of each bin; the remainder to 1 is longer than everything observed.</summary>
    public double[] Shares()
    {
        double[] shares = new double[DelayScale.Bins];
        double atRisk = Total + endless;
        double longer = 1;
        for (int bin = 0; bin < DelayScale.Bins; bin++)
        {
            atRisk -= _outlasted[bin];
            double exposed = Math.Max(atRisk - (_cut[bin] / 2), _seen[bin]);
            shares[bin] = _seen[bin] > 0 ? longer * _seen[bin] / exposed : 0;
            longer -= shares[bin];
            atRisk -= _seen[bin] + _cut[bin];
        }
        return shares;
    }

    /// <summary>
    /// The distribution in whole seconds with an extrapolated tail: delays longer than all observed ones end at the
    /// rate of the longest tenth (B. Brown, M. Hollander, R. Korwar, Reliability and Biometry, 1974). Placing them at
    /// the longest observed delay would make the mean too small, increasingly so with more censored delays.
    /// </summary>
    /// <param name="least">The shortest value of a delay longer than all observed ones, in seconds.</param>
    public EmpiricalDistribution ToExtrapolated(long least)
    {
        EmpiricalDistribution closed = ToDistribution(0, Math.Max(least, Longest + 1)).Distribution;
        double mean = TailMean();
        long last = closed.Values[^1];
        if (last <= Longest || mean <= 0)
            return closed;
        double share = closed.Counts[^1] / (double)TailPoints;
        SortedDictionary<long, long> distribution = new(
            closed.Values.Zip(closed.Counts).SkipLast(1).ToDictionary(entry => entry.First, entry => entry.Second)
        );
        for (int point = 0; point < TailPoints; point++)
        {
            long value = Math.Max(
                least,
                Longest + (long)Math.Min(MostTailSeconds, -mean * Math.Log(1 - ((point + 0.5) / TailPoints)))
            );
            distribution[value] = distribution.GetValueOrDefault(value) + Math.Max(1, (long)Math.Round(share));
        }
        return EmpiricalDistribution.From(distribution.Select(entry => (entry.Key, entry.Value)));
    }

    /// <summary>
    /// The mean remaining time of a delay among the longest observed ones: time at risk divided by ends.
    /// </summary>
    private double TailMean()
    {
        double needed = Math.Max(LeastTail, TailShare * Seen);
        double atRisk = 0;
        (double ends, double time) = (0, 0);
        for (int bin = DelayScale.Bins - 1; bin >= 0 && ends < needed; bin--)
        {
            double left = _seen[bin] + _cut[bin];
            time += ((atRisk + _outlasted[bin]) * DelayScale.Seconds(bin)) + (left * DelayScale.Seconds(bin) / 2);
            atRisk += left + _outlasted[bin];
            ends += _seen[bin];
        }
        return ends > 0 ? time / ends : 0;
    }

    /// <summary>The distribution in whole seconds.</summary>
    /// <param name="least">The smallest value.</param>
    /// <param name="never">The value, in seconds, of everything longer than all observed delays.</param>
    public FittedDelay ToDistribution(long least, long never)
    {
        double[] shares = Shares();
        SortedDictionary<long, double> distribution = [];
        foreach ((long seconds, double probability) in _values.Where(value => value.Value > 0))
        {
            int bin = DelayScale.Bin(seconds);
            long value = Math.Max(seconds, least);
            distribution[value] = distribution.GetValueOrDefault(value) + (shares[bin] * probability / _seen[bin]);
        }
        double rest = Math.Max(1 - distribution.Values.Sum(), 0);
        distribution[never] = distribution.GetValueOrDefault(never) + rest;
        IEnumerable<(long Value, long Count)> counted = distribution.Select(entry =>
            (entry.Key, (long)Math.Round(entry.Value * Resolution))
        );
        return new FittedDelay(EmpiricalDistribution.From(counted.Where(entry => entry.Count > 0)), rest);
    }
}
