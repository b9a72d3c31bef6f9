using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Membership.Tests;

public sealed class SteadyClockTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void CreateTimer_Periodic_FiresLaterByTheFactor()
    {
        int fired = 0;
        using ITimer timer = new SteadyClock(_clock, 60).CreateTimer(
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
        using ITimer timer = new SteadyClock(_clock, 60).CreateTimer(
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
        using ITimer timer = new SteadyClock(_clock, 60).CreateTimer(
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
        SteadyClock slow = new(_clock, 60);
        DateTimeOffset start = slow.GetUtcNow();

        _clock.Advance(TimeSpan.FromMilliseconds(passed));

        Assert.Equal(TimeSpan.FromMilliseconds(told), slow.GetUtcNow() - start);
    }

    [Fact]
    public void GetElapsedTime_OfAMinute_IsASecond()
    {
        SteadyClock slow = new(_clock, 60);
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
        SteadyClock slow = new(_clock, 60);
        DateTimeOffset due = slow.GetUtcNow() + TimeSpan.FromSeconds(1);

        Task delay = Task.Delay(due - slow.GetUtcNow(), slow, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromMilliseconds(59_999));
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await delay;

        Assert.Equal(due, slow.GetUtcNow());
    }

    /// <summary>With a clock that jumps back, Orleans would send no probe until the clock has made up for it.</summary>
    [Theory]
    [InlineData(1200)]
    [InlineData(-1200)]
    public void GetUtcNow_SystemClockIsSet_AdvancesByTheTimeThatPassed(int seconds)
    {
        SetClock clock = new(_clock);
        SteadyClock steady = new(clock);
        DateTimeOffset start = steady.GetUtcNow();

        clock.Shift = TimeSpan.FromSeconds(seconds);
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), steady.GetUtcNow() - start);
    }

    /// <summary>Members of a cluster detect failures by these clocks.</summary>
    [Theory]
    [InlineData(TimeProviderNames.Membership)]
    [InlineData(TimeProviderNames.SystemTimers)]
    [InlineData(TimeProviderNames.Messaging)]
    public void JoinCluster_ClockOfOrleans_IsSteady(string area)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true }
        );
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.UseOrleans(silo => silo.JoinCluster(new MemberOptions(), "silo-a", _clock));
        using IHost host = builder.Build();

        Assert.IsType<SteadyClock>(host.Services.GetRequiredKeyedService<TimeProvider>(area));
    }

    /// <summary>A clock whose time of day is set, as by an administrator; its timestamps are not affected.</summary>
    private sealed class SetClock(TimeProvider clock) : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Shift;
    }
}
