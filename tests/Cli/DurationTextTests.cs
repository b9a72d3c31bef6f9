namespace MGen.Cli.Tests;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1.5h", 5_400)]
    [InlineData("7d", 604_800)]
    [InlineData("2w", 1_209_600)]
    [InlineData("1D", 86_400)]
    [InlineData("50", 50)]
    [InlineData("0", 0)]
    public void TryParse_NumberAndUnit_IsThatTime(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1s")]
    [InlineData("1y")]
    [InlineData("5300w")]
    [InlineData("NaN")]
    [InlineData("NaNs")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("-Infinityh")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("50", true)]
    [InlineData("0.5 ", true)]
    [InlineData("0", false)]
    [InlineData("50ms", false)]
    [InlineData("fifty", false)]
    [InlineData(null, false)]
    public void LacksUnit_NumberAlone_IsReported(string? text, bool lacks) =>
        Assert.Equal(lacks, DurationText.LacksUnit(text));
}
