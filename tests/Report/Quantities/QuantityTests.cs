using MGen.Report.Quantities;

namespace MGen.Report.Tests.Quantities;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.000_000_42, "420 ns")]
    [InlineData(0.000_412, "412 µs")]
    [InlineData(0.012_34, "12.3 ms")]
    [InlineData(0.999_6, "1 s")]
    [InlineData(1.314, "1.31 s")]
    [InlineData(3600, "3,600 s")]
    [InlineData(double.NaN, "–")]
    public void Time_Seconds_ReadWithThreeDigits(double seconds, string text) =>
        Assert.Equal(text, Quantity.Time.Text(seconds));

    [Theory]
    [InlineData(90, "90 s")]
    [InlineData(600, "10 min")]
    [InlineData(5400, "1.5 h")]
    [InlineData(172_800, "2 d")]
    public void Clock_Seconds_ReadInTheUnitOfTheDay(double seconds, string text) =>
        Assert.Equal(text, Quantity.Clock.Text(seconds));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.9998, "99.98 %")]
    [InlineData(0.000_012, "0.0012 %")]
    [InlineData(0.999_999_9, "99.99999 %")]
    public void Share_CloseToAllOrNothing_IsDistinguishedFromIt(double share, string text) =>
        Assert.Equal(text, Quantity.Share.Text(share));

    [Theory]
    [InlineData(1_234_567, "1,234,567")]
    [InlineData(0.003_12, "0.00312")]
    [InlineData(12.34, "12.3")]
    public void Count_Numbers_HaveSeparators(double count, string text) =>
        Assert.Equal(text, Quantity.Count.Text(count));

    [Theory]
    [InlineData(160, "160 B")]
    [InlineData(2240, "2.24 kB")]
    [InlineData(1e9, "1 GB")]
    public void Bytes_AreDecimal(double bytes, string text) => Assert.Equal(text, Quantity.Bytes.Text(bytes));

    [Fact]
    public void Interval_MeanAndHalfWidth_ShareAUnit()
    {
        Assert.Equal("41.2 ± 3.1 ms", Quantity.Time.Interval(0.0412, 0.003_12));
        Assert.Equal("1.01 ± 0.12 s", Quantity.Time.Interval(1.01, 0.12));
        Assert.Equal("99.9 ± 0.02 %", Quantity.Share.Interval(0.999, 0.0002));
    }

    [Fact]
    public void ColumnSuffix_Quantities_NameTheirUnit() =>
        Assert.Equal(
            ["_seconds", "_bytes", "_share", "_per_second"],
            new[] { Quantity.Time, Quantity.Bytes, Quantity.Share, Quantity.PerSecond }.Select(quantity =>
                quantity.ColumnSuffix
            )
        );
}
