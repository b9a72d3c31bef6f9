using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Times drawn from a list of values with weights.</summary>
public sealed class WeightedTime : TimeDistribution
{
    private readonly WeightsTable _table;

    /// <param name="table">The times in seconds, and their weights; a negative time is drawn as 0. Shared, not copied.</param>
    public WeightedTime(WeightsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
    }

    /// <summary>
    /// What is wrong with this table as a table of times: nothing, ever. Here so that all distributions are checked alike.
    /// </summary>
    public static IReadOnlyList<ParameterProblem> Check(WeightsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [];
    }

    /// <inheritdoc/>
    protected override double DrawSeconds(ref Xoshiro256 random) => _table.Sample(ref random);
}
