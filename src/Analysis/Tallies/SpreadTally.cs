using MGen.Analysis.Results;

namespace MGen.Analysis.Tallies;

/// <summary>Counts distinct values, rounded first, so that there are few.</summary>
internal sealed class SpreadTally
{
    private readonly Dictionary<double, long> _counts = [];

    /// <summary>Counts a whole number.</summary>
    public void Count(long value) => Add(value, 1);

    /// <summary>Counts a share, rounded to four decimals.</summary>
    public void CountShare(long part, long whole) => Add(Math.Round((double)part / whole, 4), 1);

    /// <summary>Counts a positive value, rounded to three significant digits.</summary>
    public void CountRounded(double value)
    {
        double unit = value > 0 ? Math.Pow(10, Math.Floor(Math.Log10(value)) - 2) : 1;
        Add(
            unit >= 1
                ? Math.Round(value / unit) * unit
                : Math.Round(value, Math.Min(15, (int)Math.Round(-Math.Log10(unit)))),
            1
        );
    }

    /// <summary>Merges another tally.</summary>
    public void Add(SpreadTally other)
    {
        foreach ((double value, long count) in other._counts)
            Add(value, count);
    }

    /// <summary>Returns the histogram.</summary>
    public Spread ToSpread()
    {
        double[] values = [.. _counts.Keys.Order()];
        return new Spread(values, [.. values.Select(value => _counts[value])]);
    }

    private void Add(double value, long count) => _counts[value] = _counts.GetValueOrDefault(value) + count;
}
