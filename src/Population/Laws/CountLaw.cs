using MGen.Model.Randomness;

namespace MGen.Population.Laws;

/// <summary>A law of counts: how many conversations a user has, or how many members a group. Immutable.</summary>
public sealed class CountLaw
{
    private readonly WeightedIndex _index;

    private CountLaw(IEnumerable<(int Value, double Weight)> entries)
    {
        (int Value, double Weight)[] ordered = [.. entries.Where(entry => entry.Weight > 0).OrderBy(entry => entry.Value)];
        double sum = ordered.Sum(entry => entry.Weight);
        Values = [.. ordered.Select(entry => entry.Value)];
        Probabilities = [.. ordered.Select(entry => entry.Weight / sum)];
        Mean = Values.Zip(Probabilities, (value, probability) => value * probability).Sum();
        _index = new WeightedIndex(Probabilities);
    }

    /// <summary>All values of a probability above 0, ascending.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>The probability of each value.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The law in which each value has a probability in proportion to its weight; weights of a value that comes twice are added.</summary>
    /// <param name="entries">Values from 0, with finite weights from 0 that are not all 0.</param>
    /// <exception cref="ArgumentException">The weights have no finite sum above 0.</exception>
    public static CountLaw Create(IEnumerable<(int Value, double Weight)> entries) =>
        new(entries.GroupBy(entry => entry.Value, (value, same) => (value, same.Sum(entry => entry.Weight))));

    /// <summary>Draws a value.</summary>
    internal int Draw(ref Xoshiro256 random) => Values[_index.Draw(ref random)];

    /// <summary>The probability of the values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public double ShareWithin(int low, int high) => Entries().Where(entry => entry.Value >= low && entry.Value <= high).Sum(entry => entry.Weight);

    /// <summary>The law given that the value is from <paramref name="low"/> to <paramref name="high"/>; <c>null</c> if that never happens.</summary>
    public CountLaw? Within(int low, int high) =>
        ShareWithin(low, high) > 0 ? new CountLaw(Entries().Where(entry => entry.Value >= low && entry.Value <= high)) : null;

    /// <summary>
    /// The law of a group's size, if this one is the law of the size of the group that a membership is in: a group of k is met k times as often.
    /// The values must be above 0.
    /// </summary>
    internal CountLaw PerGroup() => new(Entries().Select(entry => (entry.Value, entry.Weight / entry.Value)));

    /// <summary>The inverse of <see cref="PerGroup"/>.</summary>
    internal CountLaw PerMembership() => new(Entries().Select(entry => (entry.Value, entry.Weight * entry.Value)));

    private IEnumerable<(int Value, double Weight)> Entries() => Values.Zip(Probabilities);
}
