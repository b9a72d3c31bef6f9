using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>Sizes drawn from a table of values with weights.</summary>
public sealed class WeightedSize : SizeDistribution
{
    private readonly WeightsTable _table;

    /// <param name="table">
    /// The sizes in blocks, each a whole number from 0 to 2^32 - 1, and their weights. Shared, not copied.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public WeightedSize(WeightsTable table)
    {
        ParameterRules.ThrowIfAny(Check(table));
        _table = table;
    }

    /// <summary>Returns what is wrong with this table as a table of sizes; empty if nothing is.</summary>
    public static IReadOnlyList<ParameterProblem> Check(WeightsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return ParameterRules.Broken((table.HoldsSizesOnly, "values", "whole numbers from 0 to 4294967295"));
    }

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random) => (ulong)_table.Sample(ref random);
}
