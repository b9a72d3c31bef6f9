namespace MGen.Fitting.Laws;

/// <summary>
/// The law of delays of which some are only known to be longer than something (E. Kaplan, P. Meier, JASA 53(282), 1958). Without such delays it
/// is what was seen. Else the short ones, which nothing overtakes, would be over-represented.
/// </summary>
/// <remarks>
/// A delay seen only because it passed (the one that made its spell of activity visible) tells of the length of delays, not of how many never
/// pass: the odds of "never" are those among the others.
/// </remarks>
internal sealed class ProductLimit
{
    /// <summary>Total of the counts that shares are turned into, if any delay was cut short: a share of one in a million still counts.</summary>
    private const double Resolution = 1_000_000;

    /// <summary>Keeps the odds finite where every delay that passed was selected.</summary>
    private const double HalfCount = 0.5;

    private readonly List<long> _seen = [];
    private readonly List<long> _cut = [];
    private long _never;
    private long _selected;

    /// <summary>The longest delay that was seen to its end; 0 if none was.</summary>
    public long Longest => _seen.Count > 0 ? _seen.Max() : 0;

    /// <summary>A delay of so many seconds.</summary>
    /// <param name="seconds">Its length.</param>
    /// <param name="isSelected">Whether it would not have been seen had it not passed.</param>
    public void AddSeen(long seconds, bool isSelected = false)
    {
        _seen.Add(seconds);
        _selected += isSelected ? 1 : 0;
    }

    /// <summary>A delay that was overtaken after so many seconds.</summary>
    public void AddCut(long seconds) => _cut.Add(seconds);

    /// <summary>A delay longer than any timeout.</summary>
    public void AddNever() => _never++;

    /// <summary>The law.</summary>
    /// <param name="never">The value that stands for delays longer than any timeout and for what is longer than all that was seen; seconds.</param>
    public FittedDelay ToLaw(long never)
    {
        EmpiricalLaw seen = EmpiricalLaw.Of(_seen);
        return _cut.Count == 0 && _never == 0 ? new FittedDelay(seen, 0) : Weighted(seen, never);
    }

    private FittedDelay Weighted(EmpiricalLaw seen, long never)
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
        return new FittedDelay(EmpiricalLaw.Of(counted), neverShare);
    }

    /// <summary>The share of delays longer than all that were seen; puts the share of each that was seen into <paramref name="shares"/>.</summary>
    private double Survive(EmpiricalLaw seen, SortedDictionary<long, double> shares)
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
