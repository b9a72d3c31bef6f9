using MGen.Fitting.Laws;

namespace MGen.Fitting.Spells;

/// <summary>
/// Delays by bin, each with the probability that it was one: those seen to their end, and those known only to be longer than something. The law
/// is the life table's: the product-limit estimator (E. Kaplan, P. Meier, JASA 53(282), 1958) on bins.
/// </summary>
/// <param name="keepsValues">Whether <see cref="ToLaw"/> will be asked for.</param>
/// <param name="endless">Delays without an end that are added, so that the few longest ones are not taken for all that outlasts the others.</param>
internal sealed class DelayTally(bool keepsValues, double endless)
{
    /// <summary>Total of the counts that shares are turned into.</summary>
    private const double Resolution = 1_000_000;

    private readonly double[] _seen = new double[DelayScale.Bins];
    private readonly double[] _cut = new double[DelayScale.Bins];
    private readonly double[] _outlasted = new double[DelayScale.Bins];
    private readonly Dictionary<long, double> _values = [];

    /// <summary>Sum of the probabilities of those seen to their end.</summary>
    public double Seen { get; private set; }

    /// <summary>The longest that was seen to its end, in whole seconds; 0 if none was or values are not kept.</summary>
    public long Longest => _values.Where(value => value.Value > 0).Select(value => value.Key).DefaultIfEmpty(0).Max();

    /// <summary>Sum of the probabilities of all.</summary>
    public double Total => Seen + _cut.Sum() + _outlasted.Sum();

    /// <summary>A delay seen to its end.</summary>
    public void AddSeen(double seconds, double probability)
    {
        double whole = Math.Round(seconds);
        _seen[DelayScale.Bin(whole)] += probability;
        Seen += probability;
        if (keepsValues)
            _values[(long)whole] = _values.GetValueOrDefault((long)whole) + probability;
    }

    /// <summary>A delay that was longer than this, which may be anywhere in its bin.</summary>
    public void AddCut(double seconds, double probability) => _cut[DelayScale.Bin(seconds)] += probability;

    /// <summary>A delay that was longer than all bins before <paramref name="bin"/>.</summary>
    public void AddOutlasted(int bin, double probability) => _outlasted[bin] += probability;

    /// <summary>The share of each bin; what is missing to 1 is longer than all that was seen.</summary>
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

    /// <summary>The law in whole seconds.</summary>
    /// <param name="least">No delay is shorter.</param>
    /// <param name="never">Stands for what is longer than all that was seen; seconds.</param>
    public FittedDelay ToLaw(long least, long never)
    {
        double[] shares = Shares();
        SortedDictionary<long, double> law = [];
        foreach ((long seconds, double probability) in _values.Where(value => value.Value > 0))
        {
            int bin = DelayScale.Bin(seconds);
            long value = Math.Max(seconds, least);
            law[value] = law.GetValueOrDefault(value) + (shares[bin] * probability / _seen[bin]);
        }
        double rest = Math.Max(1 - law.Values.Sum(), 0);
        law[never] = law.GetValueOrDefault(never) + rest;
        IEnumerable<(long Value, long Count)> counted = law.Select(entry => (entry.Key, (long)Math.Round(entry.Value * Resolution)));
        return new FittedDelay(EmpiricalLaw.Of(counted.Where(entry => entry.Count > 0)), rest);
    }
}
