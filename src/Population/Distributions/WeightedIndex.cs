using MGen.Model.Randomness;

namespace MGen.Population.Distributions;

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
