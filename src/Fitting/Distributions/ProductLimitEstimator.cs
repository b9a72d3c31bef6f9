namespace MGen.Fitting.Distributions;

/// <summary>
/// Estimates the distribution of right-censored delays by the product-limit estimator (E. Kaplan, P. Meier, JASA
/// 53(282), 1958). Without censored delays the result is the empirical distribution. An estimate that ignores the
/// censored delays would over-represent short delays, because short delays are rarely overtaken by another event.
/// </summary>
/// <remarks>
/// Some delays are observed only because they ended (their end made the spell visible). Such a delay contributes to the
/// lengths of delays, but not to the share of delays that never end: the odds of "never" are estimated from the other
/// delays.
/// </remarks>
internal sealed class ProductLimitEstimator
{
    /// <summary>
    /// If a delay was censored, shares are converted to counts with this sum, so that a share of one in a million still
    /// has a count of 1.
    /// </summary>
    private const double Resolution = 1_000_000;

    /// <summary>
    /// Added to the numbers of all and of unselected delays (continuity correction), so that their ratio is finite if
    /// every observed delay was selected.
    /// </summary>
    private const double HalfCount = 0.5;

    private readonly List<long> _seen = [];
    private readonly List<long> _cut = [];
    private long _never;
    private long _selected;

    /// <summary>The longest delay whose end was observed, in seconds; 0 if there is none.</summary>
    public long Longest => _seen.Count > 0 ? _seen.Max() : 0;

    /// <summary>Adds a delay whose end was observed.</summary>
    /// <param name="seconds">Its length in seconds.</param>
    /// <param name="isSelected">Whether the delay was observed only because it ended.</param>
    public void AddSeen(long seconds, bool isSelected = false)
    {
        _seen.Add(seconds);
        _selected += isSelected ? 1 : 0;
    }

    /// <summary>Adds a delay that was censored after <paramref name="seconds"/> seconds.</summary>
    public void AddCut(long seconds) => _cut.Add(seconds);

    /// <summary>Adds a delay that exceeds every timeout.</summary>
    public void AddNever() => _never++;

    /// <summary>Returns the estimated distribution.</summary>
    /// <param name="never">The value, in seconds, of delays that exceed every timeout or every observed delay.</param>
    public FittedDelay ToDistribution(long never)
    {
        EmpiricalDistribution seen = EmpiricalDistribution.From(_seen);
        return _cut.Count == 0 && _never == 0 ? new FittedDelay(seen, 0) : Weighted(seen, never);
    }

    private FittedDelay Weighted(EmpiricalDistribution seen, long never)
    {
        SortedDictionary<long, double> shares = [];
        double survival = Survive(seen, shares);
        double odds = survival / (1 - survival) * (_seen.Count + HalfCount) / (_seen.Count - _selected + HalfCount);
        double neverShare = _seen.Count == 0 ? 1 : odds / (1 + odds);
        double rest = _seen.Count == 0 ? 0 : (1 - neverShare) / (1 - survival);
        IEnumerable<(long, long)> counted = shares.Select(share => (share.Key, Count(share.Value * rest)));
        if (shares.TryGetValue(never, out double same))
            counted = shares.Where(share => share.Key != never).Select(share => (share.Key, Count(share.Value * rest)));
        if (neverShare + same > 0)
            counted = counted.Append((never, Count(neverShare + (same * rest)))).OrderBy(entry => entry.Item1);
        return new FittedDelay(EmpiricalDistribution.From(counted), neverShare);
    }

    /// <summary>
    /// Returns the share of delays longer than all observed ones, and stores the share of each observed length in
    /// <paramref name="shares"/>.
    /// </summary>
    private double Survive(EmpiricalDistribution seen, SortedDictionary<long, double> shares)
    {
        _cut.Sort();
        long atRisk = _seen.Count + _cut.Count + _never;
        double survival = 1;
        int cut = 0;
        for (int i = 0; i < seen.Values.Count; i++)
        {
            for (; cut < _cut.Count && _cut[cut] < seen.Values[i]; cut++)
                atRisk--;
            double ended = survival * seen.Counts[i] / atRisk;
            shares[seen.Values[i]] = ended;
            survival -= ended;
            atRisk -= seen.Counts[i];
        }
        return _never > 0 || cut < _cut.Count ? Math.Max(survival, 0) : 0;
    }

    private static long Count(double share) => Math.Max(1, (long)Math.Round(share * Resolution));
}

/// <summary>The estimated distribution of a delay.</summary>
/// <param name="Distribution">
/// The distribution, including the value that represents "never"; empty without observations.
/// </param>
/// <param name="NeverShare">
/// Share of delays that exceed every timeout, from 0 to 1: the share of draws that end a spell.
/// </param>
public sealed record FittedDelay(EmpiricalDistribution Distribution, double NeverShare);
