using MGen.Demo.Views;

namespace MGen.Demo.Tests.Views;

public sealed class RateHistoryTests
{
    private readonly RateHistory _history = new();

    [Fact]
    public void Sparkline_RisingRates_RisesToTheTop()
    {
        AddEachSecond(0, 1, 5, 13);

        Assert.Equal(" ▁▄█", _history.Sparkline());
        Assert.Equal("8.0/s", _history.ToString());
    }

    [Fact]
    public void Sparkline_LongRun_KeepsTheLastSeconds()
    {
        AddEachSecond([.. Enumerable.Range(0, 2 * RateHistory.Length).Select(second => (long)second)]);

        Assert.Equal(new string('█', RateHistory.Length), _history.Sparkline());
    }

    [Fact]
    public void Add_SameTimeAgain_IsIgnored()
    {
        _history.Add(TimeSpan.FromSeconds(1), 5);
        _history.Add(TimeSpan.FromSeconds(1), 9);

        Assert.Equal(5, _history.Current);
    }

    [Fact]
    public void Add_AtTimeZero_IsWhatCountingStartsFrom()
    {
        _history.Add(TimeSpan.Zero, 1_000);
        _history.Add(TimeSpan.FromSeconds(2), 1_010);

        Assert.Equal(5, _history.Current);
    }

    private void AddEachSecond(params long[] counts)
    {
        for (int second = 0; second < counts.Length; second++)
            _history.Add(TimeSpan.FromSeconds(second + 1), counts[second]);
    }
}
