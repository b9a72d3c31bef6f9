using MGen.Demo.Views;

namespace MGen.Demo.Tests.Views;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(160, "160 B")]
    [InlineData(999.4, "999 B")]
    [InlineData(999.5, "1.00 kB")]
    [InlineData(2240, "2.24 kB")]
    [InlineData(40_000, "40.0 kB")]
    [InlineData(99_960, "100 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(5e15, "5000 TB")]
    public void Bytes_AnyAmount_HasThreeDigits(double bytes, string text) => Assert.Equal(text, Units.Bytes(bytes));

    [Theory]
    [InlineData(0, "0.00 ms")]
    [InlineData(420, "0.42 ms")]
    [InlineData(12_300, "12.3 ms")]
    [InlineData(999_499, "999 ms")]
    [InlineData(999_500, "1.00 s")]
    [InlineData(61_000_000, "61.0 s")]
    public void Time_AnyLength_HasThreeDigits(double microseconds, string text) =>
        Assert.Equal(text, Units.Time(TimeSpan.FromMicroseconds(microseconds)));
}
