using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Values with weights, arranged so that a draw is exact and takes constant time: an integer alias table (A. J. Walker,
/// ACM TOMS 3(3), 1977; built as in M. D. Vose, IEEE TSE 17(9), 1991). Immutable; 16 bytes per value, so all users of a
/// file share one table.
/// </summary>
public sealed class WeightsTable
{
    private readonly Column[] _columns;

    /// <summary>The sum of all weights, and the capacity of each column.</summary>
    private readonly uint _capacity;

    private WeightsTable(Column[] columns, uint capacity)
    {
        _columns = columns;
        _capacity = capacity;
        HoldsSizesOnly = Array.TrueForAll(columns, column => IsSize(column.Value));
    }

    /// <summary>Whether every value is a whole number from 0 to 2^32 - 1.</summary>
    internal bool HoldsSizesOnly { get; }

    /// <summary>
    /// Creates a table in which value i has probability weight i / sum of the weights. Both spans are copied.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Check"/> finds a problem.</exception>
    public static WeightsTable Create(ReadOnlySpan<uint> weights, ReadOnlySpan<double> values)
    {
        ParameterRules.ThrowIfAny(Check(weights, values));
        uint capacity = Sum(weights);
        return new WeightsTable(Fill(weights, values, capacity), capacity);
    }

    /// <summary>
    /// Returns the rules that <c>weights</c> and <c>values</c> violate; empty if they are valid. A weight is at most
    /// (2^32 - 1) / number of weights, as in the original, whose sums have 32 bits.
    /// </summary>
    public static IReadOnlyList<ParameterProblem> Check(ReadOnlySpan<uint> weights, ReadOnlySpan<double> values)
    {
        uint largest = weights.IsEmpty ? uint.MaxValue : uint.MaxValue / (uint)weights.Length;
        return ParameterRules.Broken(
            (!weights.IsEmpty, "weights", "at least one weight"),
            (weights.IsEmpty || weights.ContainsAnyExcept(0u), "weights", "not all 0"),
            (
                !weights.ContainsAnyExceptInRange(0u, largest),
                "weights",
                $"at most {largest} each, which is 4294967295 / number of weights"
            ),
            (weights.Length == values.Length, "values", $"as many as the weights, {weights.Length}"),
            (AreFinite(values), "values", "finite numbers")
        );
    }

    /// <summary>
    /// Returns the values and weights from which the table was created, in the same order. Each weight is multiplied by
    /// the number of values.
    /// </summary>
    public (double Value, double Weight)[] ToWeightedValues()
    {
        double[] weights = new double[_columns.Length];
        for (int i = 0; i < _columns.Length; i++)
        {
            weights[i] += _columns[i].OwnShare;
            weights[_columns[i].Alias] += _capacity - _columns[i].OwnShare;
        }
        return [.. _columns.Select((column, i) => (column.Value, weights[i]))];
    }

    /// <summary>
    /// Draws a value. Takes two random numbers: one below the number of values, and one below the sum of the weights.
    /// </summary>
    internal double Sample(ref Xoshiro256 random)
    {
        Column column = _columns[random.NextBelow((ulong)_columns.Length)];
        return random.NextBelow(_capacity) < column.OwnShare ? column.Value : _columns[column.Alias].Value;
    }

    /// <summary>
    /// Distributes n weights over n columns of equal capacity, the sum of the weights. Each weight is multiplied by n;
    /// <see cref="Check"/> ensures that the product has at most 32 bits. A column that its own weight does not fill
    /// gets the rest from a column with too much weight, its alias. All sums are exact, so every column that remains at
    /// the end is exactly full.
    /// </summary>
    private static Column[] Fill(ReadOnlySpan<uint> weights, ReadOnlySpan<double> values, uint capacity)
    {
        var columns = new Column[weights.Length];
        Stack<int> notFull = [];
        Stack<int> full = [];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = new Column(weights[i] * (uint)weights.Length, i, values[i]);
            (columns[i].OwnShare < capacity ? notFull : full).Push(i);
        }

        while (notFull.TryPop(out int taker))
        {
            int giver = full.Pop();
            uint missing = capacity - columns[taker].OwnShare;
            columns[taker] = columns[taker] with { Alias = giver };
            columns[giver] = columns[giver] with { OwnShare = columns[giver].OwnShare - missing };
            (columns[giver].OwnShare < capacity ? notFull : full).Push(giver);
        }

        return columns;
    }

    private static uint Sum(ReadOnlySpan<uint> weights)
    {
        uint sum = 0;
        foreach (uint weight in weights)
            sum += weight;
        return sum;
    }

    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }

    private static bool IsSize(double value) => value is >= 0 and <= uint.MaxValue && value == Math.Truncate(value);

    /// <summary>
    /// One column: <paramref name="OwnShare"/> of the capacity belongs to its own value, the rest to the value of
    /// column <paramref name="Alias"/>.
    /// </summary>
    private readonly record struct Column(uint OwnShare, int Alias, double Value);
}

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
                .ToWeightedValues()
                .Select(entry => (Value: Math.Max(entry.Value, 0), entry.Weight))
                .OrderBy(entry => entry.Value),
        ];
}

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

    /// <summary>Returns the rules that this table of sizes violates; empty if it is valid.</summary>
    public static IReadOnlyList<ParameterProblem> Check(WeightsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return ParameterRules.Broken((table.HoldsSizesOnly, "values", "whole numbers from 0 to 4294967295"));
    }

    /// <inheritdoc/>
    protected override ulong Draw(ref Xoshiro256 random) => (ulong)_table.Sample(ref random);
}
