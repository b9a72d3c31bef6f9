using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times drawn from a table of values with weights.</summary>
public sealed class WeightedTime : TimeDistribution
{
    private readonly WeightsTable _table;

    /// <param name="table">
    /// The times in seconds, and their weights; a negative time is drawn as 0. Shared, not copied.
    /// </param>
    public WeightedTime(WeightsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
    }

    /// <summary>
    /// Always empty, since any table is valid for times. It exists so that all distributions are checked alike.
    /// </summary>
    public static IReadOnlyList<ParameterProblem> Check(WeightsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [];
    }

    /// <summary>
    /// The probability that a draw of this distribution is below an independent draw of <paramref name="other"/>.
    /// </summary>
    public double ProbabilityBelow(WeightedTime other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (double Value, double Weight)[] mine = Ordered();
        (double Value, double Weight)[] others = other.Ordered();
        (double below, double sum) = (0, 0);
        int next = 0;
        foreach ((double value, double weight) in others)
        {
            for (; next < mine.Length && mine[next].Value < value; next++)
                below += mine[next].Weight;
            sum += weight * below;
        }
        return sum / (mine.Sum(entry => entry.Weight) * others.Sum(entry => entry.Weight));
    }

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) => _table.Sample(ref random);

    /// <summary>The values drawn and their weights, ordered by time.</summary>
    private (double Value, double Weight)[] Ordered() =>
        [
            .. _table
                .Law()
                .Select(entry => (Value: Math.Max(entry.Value, 0), entry.Weight))
                .OrderBy(entry => entry.Value),
        ];
}
