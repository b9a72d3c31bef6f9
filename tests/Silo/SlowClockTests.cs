using Microsoft.Extensions.Time.Testing;

namespace MGen.Silo.Tests;

public sealed class SlowClockTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void CreateTimer_Periodic_FiresLaterByTheFactor()
    {
        int fired = 0;
        using ITimer timer = new SlowClock(_clock, 60).CreateTimer(
            _ => fired++,
            null,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromMilliseconds(100)
        );

        _clock.Advance(TimeSpan.FromMilliseconds(5999));
        Assert.Equal(0, fired);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fired);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(11, fired);
    }

    [Fact]
    public void Change_LaterAndToNever_IsStretchedToo()
    {
        int fired = 0;
        using ITimer timer = new SlowClock(_clock, 60).CreateTimer(
            _ => fired++,
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1, fired);
        timer.Change(Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void CreateTimer_DelayAboveTheLongest_IsTheLongest()
    {
        int fired = 0;
        using ITimer timer = new SlowClock(_clock, 60).CreateTimer(
            _ => fired++,
            null,
            TimeSpan.FromDays(3650),
            Timeout.InfiniteTimeSpan
        );

        _clock.Advance(TimeSpan.FromMilliseconds(uint.MaxValue - 2));
        Assert.Equal(0, fired);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fired);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(89, 1)]
    [InlineData(60_000, 1000)]
    public void GetUtcNow_AfterMilliseconds_ReturnsWholeSlowMilliseconds(int passed, int told)
    {
        SlowClock slow = new(_clock, 60);
        DateTimeOffset start = slow.GetUtcNow();

        _clock.Advance(TimeSpan.FromMilliseconds(passed));

        Assert.Equal(TimeSpan.FromMilliseconds(told), slow.GetUtcNow() - start);
    }

    [Fact]
    public void GetElapsedTime_OfAMinute_IsASecond()
    {
        SlowClock slow = new(_clock, 60);
        long start = slow.GetTimestamp();

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, slow.GetElapsedTime(start).TotalSeconds, 6);
    }

    /// <summary>
    /// A delay until a time of day, as in Orleans: it must not spin with delays of 0.
    /// </summary>
    [Fact]
    public async Task Delay_UntilATimeOfDay_TakesOneTimer()
    {
        _clock.SetUtcNow(_clock.GetUtcNow() + TimeSpan.FromTicks(3456));
        SlowClock slow = new(_clock, 60);
        DateTimeOffset due = slow.GetUtcNow() + TimeSpan.FromSeconds(1);

        Task delay = Task.Delay(due - slow.GetUtcNow(), slow, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await delay;

        Assert.Equal(due, slow.GetUtcNow());
    }
}
