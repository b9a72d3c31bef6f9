using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>
/// Probabilities with 0, 0.9, 0.99, 0.999 ... at equal distances: the distance from 1 is logarithmic, so that the tail
/// of a distribution is readable. The figures of the original's papers use the same axis (from tornettools).
/// </summary>
/// <param name="High">The largest probability, below 1.</param>
internal sealed record TailLogScale(double High) : Scale(0, High)
{
    /// <inheritdoc/>
    public override string Kind => "tail";

    /// <inheritdoc/>
    public override double Fraction(double value) =>
        value >= 1 ? double.PositiveInfinity : Math.Log10(1 - value) / Math.Log10(1 - High);

    /// <summary>0, 0.5 (the median; omitted if there are more than four nines), then one tick per nine.</summary>
    public override IReadOnlyList<double> Ticks(int wanted, Quantity quantity)
    {
        int nines = (int)Math.Floor(-Math.Log10(1 - High) + 1e-9);
        IEnumerable<double> tail = Enumerable.Range(1, nines).Select(n => 1 - (1 / Math.Pow(10, n)));
        return [0, .. nines <= 4 ? [0.5] : (double[])[], .. tail];
    }

    /// <summary>
    /// The axis for curves that end at <paramref name="last"/>: it extends slightly further, but to at least two nines
    /// (0.99), so that charts are comparable, and to at most five.
    /// </summary>
    public static TailLogScale UpTo(double last) =>
        new(1 - Math.Pow(10, -Math.Clamp(1.03 * -Math.Log10(Math.Max(1e-9, 1 - last)), 2, 5)));
}
