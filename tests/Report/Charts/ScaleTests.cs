using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MGen.Report.Charts;
using MGen.Report.Quantities;

namespace MGen.Report.Tests.Charts;

public sealed class ScaleTests
{
    [Fact]
    public void Fraction_TailLog_SpacesNinesEvenly()
    {
        TailLogScale scale = new(0.999);

        Assert.Equal(
            [0, 1 / 3.0, 2 / 3.0, 1],
            new[] { 0, 0.9, 0.99, 0.999 }.Select(scale.Fraction),
            (expected, actual) => Math.Abs(expected - actual) < 1e-9
        );
        Assert.Equal(
            [0, 0.5, 0.9, 0.99, 0.999],
            scale.Ticks(5, Quantity.Probability),
            (expected, actual) => Math.Abs(expected - actual) < 1e-9
        );
    }

    [Theory]
    [InlineData(0.0, 0.99)]
    [InlineData(0.9999, 0.99992)]
    [InlineData(1.0, 0.99999)]
    public void UpTo_LastProbability_EndsALittleBeyondBetweenTwoAndFiveNines(double last, double high) =>
        Assert.Equal(high, TailLogScale.UpTo(last).High, 5);

    [Theory]
    [InlineData(0.0123, 4.7, new[] { 0.01, 0.1, 1 })]
    [InlineData(0.021, 0.19, new[] { 0.02, 0.05, 0.1, 0.2 })]
    [InlineData(3, 3, new[] { 2.0, 5.0 })]
    public void Ticks_Logarithmic_AreRound(double smallest, double largest, double[] ticks) =>
        Assert.Equal(
            ticks,
            LogScale.Around(smallest, largest).Ticks(5, Quantity.Time),
            (expected, actual) => Math.Abs(expected - actual) < 1e-12 * expected
        );

    [Theory]
    [InlineData(3599, "clock", 3600, 900)]
    [InlineData(21.6, "clock", 30, 10)]
    [InlineData(0.7, "count", 1, 1)]
    [InlineData(0.0101, "share", 0.015, 0.005)]
    public void FromZero_LargestValue_EndsAtATick(double largest, string quantity, double high, double step)
    {
        Quantity of = quantity switch
        {
            "clock" => Quantity.Clock,
            "count" => Quantity.Count,
            _ => Quantity.Share,
        };

        LinearScale scale = LinearScale.FromZero(largest, of);

        Assert.Equal(high, scale.High, 9);
        Assert.Equal(step, scale.Ticks(4, of)[1], 9);
    }

    [Property]
    public Property Around_AnyPositiveRange_HoldsItWithTicksInside() =>
        Prop.ForAll(
            Gen.Choose(-9_000, 9_000)
                .Two()
                .Select(pair =>
                    (
                        Math.Pow(10, Math.Min(pair.Item1, pair.Item2) / 1000.0),
                        Math.Pow(10, Math.Max(pair.Item1, pair.Item2) / 1000.0)
                    )
                )
                .ToArbitrary(),
            range =>
            {
                LogScale scale = LogScale.Around(range.Item1, range.Item2);
                IReadOnlyList<double> ticks = scale.Ticks(6, Quantity.Time);
                return scale.Low <= range.Item1 * (1 + 1e-9)
                    && scale.High >= range.Item2 * (1 - 1e-9)
                    && ticks.Count is > 0 and <= 14
                    && ticks.All(tick => scale.Fraction(tick) is > -1e-6 and < 1 + 1e-6)
                    && ticks.SequenceEqual(ticks.Order());
            }
        );

    [Property]
    public Property FromZero_AnyLargest_HoldsItWithFewTicks() =>
        Prop.ForAll(
            Gen.Choose(-9_000, 12_000).Select(exponent => Math.Pow(10, exponent / 1000.0)).ToArbitrary(),
            largest =>
                new[] { Quantity.Clock, Quantity.Count, Quantity.Time }.All(quantity =>
                {
                    LinearScale scale = LinearScale.FromZero(largest, quantity);
                    return scale.High >= largest * (1 - 1e-9) && scale.Ticks(4, quantity).Count is >= 2 and <= 6;
                })
        );

    [Fact]
    public void Fraction_LogarithmOfZero_IsBelowTheAxis() =>
        Assert.Equal(double.NegativeInfinity, LogScale.Around(1, 10).Fraction(0));
}
