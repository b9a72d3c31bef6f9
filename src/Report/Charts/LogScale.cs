using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>A logarithmic scale. The bounds are above 0.</summary>
internal sealed record LogScale(double Low, double High) : Scale(Low, High)
{
    private static readonly double[] Coarse = [1];
    private static readonly double[] Medium = [1, 3];
    private static readonly double[] Fine = [1, 2, 5];

    /// <inheritdoc/>
    public override string Kind => "log";

    /// <summary>
    /// The smallest range between round numbers that contains both values. Values of 0 and below have no position on
    /// the scale.
    /// </summary>
    public static LogScale Around(double smallest, double largest)
    {
        if (!(smallest > 0) || !double.IsFinite(largest) || largest < smallest)
            return new LogScale(0.001, 1);
        double low = Round(smallest, isUp: false);
        double high = Round(largest, isUp: true);
        return high > low ? new LogScale(low, high) : new LogScale(low, low * 10);
    }

    /// <inheritdoc/>
    public override double Fraction(double value) =>
        value > 0 ? Math.Log(value / Low) / Math.Log(High / Low) : double.NegativeInfinity;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Ticks(int wanted, Quantity quantity)
    {
        double decades = Math.Log10(High / Low);
        int every = Math.Max(1, (int)Math.Ceiling(decades / wanted));
        double[] digits =
            decades * 3 <= wanted ? Fine
            : decades * 2 <= wanted ? Medium
            : Coarse;
        int first = (int)Math.Floor(Math.Log10(Low) + 1e-9);
        int last = (int)Math.Ceiling(Math.Log10(High) - 1e-9);
        return
        [
            .. from exponent in Enumerable.Range(first, last - first + 1)
            where (exponent - first) % every == 0
            from digit in digits
            let tick = Power(exponent) * digit
            where tick >= Low * (1 - 1e-9) && tick <= High * (1 + 1e-9)
            select tick,
        ];
    }

    private static double Round(double value, bool isUp)
    {
        int exponent = (int)Math.Floor(Math.Log10(value));
        double[] candidates = [.. Fine.Append(10).Select(digit => digit * Power(exponent))];
        return isUp
            ? candidates.First(candidate => candidate >= value * (1 - 1e-9) || candidate == candidates[^1])
            : candidates.Last(candidate => candidate <= value * (1 + 1e-9) || candidate == candidates[0]);
    }

    // A negative power of ten is most exact as a quotient: 1 / 1000 is the double written 0.001.
    private static double Power(int exponent) => exponent >= 0 ? Math.Pow(10, exponent) : 1 / Math.Pow(10, -exponent);
}
