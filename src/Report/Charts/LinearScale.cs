using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>A linear scale.</summary>
internal sealed record LinearScale(double Low, double High) : Scale(Low, High)
{
    private static readonly double[] DecimalSteps = [1, 2, 5, 10];
    private static readonly double[] ClockSteps =
    [
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        10_800,
        21_600,
        43_200,
        86_400,
        172_800,
        432_000,
        864_000,
    ];

    /// <inheritdoc/>
    public override string Kind => "linear";

    /// <summary>The scale from 0 to the first tick at or above the largest value.</summary>
    public static LinearScale FromZero(double largest, Quantity quantity)
    {
        double bound = largest > 0 ? largest : 1;
        double step = Step(bound, 4, quantity);
        return new LinearScale(0, Math.Ceiling((bound / step) - 1e-9) * step);
    }

    /// <inheritdoc/>
    public override double Fraction(double value) => (value - Low) / (High - Low);

    /// <inheritdoc/>
    public override IReadOnlyList<double> Ticks(int wanted, Quantity quantity)
    {
        double step = Step(High - Low, wanted, quantity);
        double first = Math.Ceiling((Low / step) - 1e-9);
        int count = (int)Math.Floor((High / step) + 1e-9 - first) + 1;
        return [.. Enumerable.Range(0, count).Select(i => (first + i) * step)];
    }

    private static double Step(double range, int wanted, Quantity quantity)
    {
        double least = range / wanted;
        if (quantity == Quantity.Clock && least is > 1 and < 864_000)
            return ClockSteps.First(step => step >= least);
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double nice = DecimalSteps.First(step => step * power >= least * (1 - 1e-9)) * power;
        return quantity == Quantity.Count ? Math.Max(1, nice) : nice;
    }
}
