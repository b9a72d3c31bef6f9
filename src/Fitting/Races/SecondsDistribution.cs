using MGen.Model.Distributions;

namespace MGen.Fitting.Races;

/// <summary>A distribution of times, as in a weights file.</summary>
/// <param name="Seconds">The values in seconds, ascending, with millisecond resolution.</param>
/// <param name="Weights">The relative frequency of each value.</param>
public sealed record SecondsDistribution(IReadOnlyList<double> Seconds, IReadOnlyList<uint> Weights)
{
    /// <summary>The mean in seconds.</summary>
    public double Mean =>
        Seconds.Zip(Weights, (value, weight) => value * weight).Sum() / Weights.Sum(weight => (double)weight);

    /// <summary>The distribution that has one value.</summary>
    internal static SecondsDistribution Always(double seconds) => new([seconds], [1]);

    /// <summary>The share of values below a time.</summary>
    internal double ShareBelow(double seconds) =>
        Seconds.Zip(Weights).Where(entry => entry.First < seconds).Sum(entry => (double)entry.Second)
        / Weights.Sum(weight => (double)weight);

    /// <summary>The distribution as a table to draw from.</summary>
    internal WeightsTable ToTable() => WeightsTable.Create([.. Weights], [.. Seconds]);
}
