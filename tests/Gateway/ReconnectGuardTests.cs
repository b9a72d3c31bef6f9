using Microsoft.Extensions.Time.Testing;

namespace MGen.Gateway.Tests;

public sealed class ReconnectGuardTests
{
    private static readonly GatewaySettings Options = new() { ConnectionsPerSecond = 4, ConnectionBurst = 3 };
    private const string Alice = "alice",
        Bob = "bob",
        Group = "g";

    private readonly FakeTimeProvider _clock = new();
    private readonly ReconnectGuard _guard;

    public ReconnectGuardTests() => _guard = new ReconnectGuard(Options, _clock);

    [Fact]
    public void Register_MoreThanABurst_LaterJoinsAreDelayed()
    {
        double[] delays = [.. Enumerable.Range(0, 6).Select(_ => _guard.Register(Alice, Group).TotalSeconds)];

        Assert.Equal([0, 0, 0, 0.25, 0.5, 0.75], delays);
    }

    [Fact]
    public void Register_SlowerThanTheLimit_NeverWaits()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, _guard.Register(Alice, Group));
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    [Fact]
    public void Register_TheClockIsSetBack_NobodyWaits()
    {
        SetClock clock = new(_clock);
        ReconnectGuard guard = new(Options, clock);
        guard.Register(Alice, Group);

        clock.Shift = TimeSpan.FromMinutes(-20);

        Assert.Equal(TimeSpan.Zero, guard.Register(Alice, Group));
    }

    [Fact]
    public void Register_Storm_IsDelayedByAtMostTheLongestDelayAndNotMuchAfterwards()
    {
        for (int i = 0; i < 10_000; i++)
            Assert.InRange(_guard.Register(Alice, Group), TimeSpan.Zero, ReconnectGuard.LongestDelay);

        _clock.Advance(ReconnectGuard.LongestDelay + TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, _guard.Register(Alice, Group));
    }

    [Fact]
    public void Register_Storms_EachIsReportedOnce()
    {
        List<string> told = [];
        _guard.Slowed = (user, group) => told.Add($"{user},{group}");
        for (int storm = 0; storm < 2; storm++)
        {
            for (int i = 0; i < 100; i++)
                _guard.Register(Alice, Group);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["alice,g", "alice,g"], told);
    }

    [Fact]
    public void Register_AnotherUserOrGroup_DoesNotWait()
    {
        for (int i = 0; i < 100; i++)
            _guard.Register(Alice, Group);

        Assert.Equal(TimeSpan.Zero, _guard.Register(Bob, Group));
        Assert.Equal(TimeSpan.Zero, _guard.Register(Alice, "h"));
    }

    [Fact]
    public void Register_ManyUsers_EntriesArePruned()
    {
        for (int i = 0; i < 100_000; i++)
        {
            _guard.Register($"user{i}", Group);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_guard.Users, 1, 2_048);
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
