using MGen.Model.Randomness;

namespace MGen.Population.Distributions;

/// <summary>
/// A distribution of counts: how many conversations a user has, or how many members a group has. Immutable.
/// </summary>
public sealed class CountDistribution
{
    private readonly WeightedIndex _index;

    private CountDistribution(IEnumerable<(int Value, double Weight)> entries)
    {
        (int Value, double Weight)[] ordered =
        [
            .. entries.Where(entry => entry.Weight > 0).OrderBy(entry => entry.Value),
        ];
        double sum = ordered.Sum(entry => entry.Weight);
        Values = [.. ordered.Select(entry => entry.Value)];
        Probabilities = [.. ordered.Select(entry => entry.Weight / sum)];
        Mean = Values.Zip(Probabilities, (value, probability) => value * probability).Sum();
        _index = new WeightedIndex(Probabilities);
    }

    /// <summary>All values with positive probability, ascending.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>Probability of each value.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>
    /// Creates a distribution with probabilities proportional to weights; the weights of equal values are added.
    /// </summary>
    /// <param name="entries">Values from 0, with finite weights from 0 that are not all 0.</param>
    /// <exception cref="ArgumentException">The sum of the weights is not finite or not positive.</exception>
    public static CountDistribution Create(IEnumerable<(int Value, double Weight)> entries) =>
        new(entries.GroupBy(entry => entry.Value, (value, same) => (value, same.Sum(entry => entry.Weight))));

    /// <summary>Draws a value.</summary>
    internal int Draw(ref Xoshiro256 random) => Values[_index.Draw(ref random)];

    /// <summary>Probability of the values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double ShareWithin(int low, int high) =>
        Entries().Where(entry => entry.Value >= low && entry.Value <= high).Sum(entry => entry.Weight);

    /// <summary>
    /// The conditional distribution of the values from <paramref name="low"/> to <paramref name="high"/>; <c>null</c>
    /// if their probability is 0.
    /// </summary>
    public CountDistribution? Within(int low, int high) =>
        ShareWithin(low, high) > 0
            ? new CountDistribution(Entries().Where(entry => entry.Value >= low && entry.Value <= high))
            : null;

    /// <summary>
    /// Converts a distribution over memberships of the size of their groups to the distribution over groups. Weights
    /// are divided by the size, because a group of k members has k memberships. Values must be positive.
    /// </summary>
    internal CountDistribution PerGroup() => new(Entries().Select(entry => (entry.Value, entry.Weight / entry.Value)));

    /// <summary>The inverse of <see cref="PerGroup"/>.</summary>
    internal CountDistribution PerMembership() =>
        new(Entries().Select(entry => (entry.Value, entry.Weight * entry.Value)));

    private IEnumerable<(int Value, double Weight)> Entries() => Values.Zip(Probabilities);
}

/// <summary>
/// Draws indices with probability proportional to real weights, by inversion of the cumulative distribution: one draw
/// of 53 bits and a binary search. (The alias tables of a run require whole numbers.) An index of weight 0 is never
/// drawn. Immutable, 8 bytes per weight.
/// </summary>
internal sealed class WeightedIndex
{
    private readonly double[] _upTo;

    /// <param name="weights">Finite, not negative, and not all 0.</param>
    public WeightedIndex(IEnumerable<double> weights)
    {
        double sum = 0;
        _upTo = [.. weights.Select(weight => sum += weight)];
        if (!(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException("the weights must have a finite sum above 0", nameof(weights));
    }

    public int Draw(ref Xoshiro256 random)
    {
        double target = random.NextDouble() * _upTo[^1];
        (int low, int high) = (0, _upTo.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_upTo[middle] > target)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
