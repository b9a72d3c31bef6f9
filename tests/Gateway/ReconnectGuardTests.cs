using Microsoft.Extensions.Time.Testing;

namespace MGen.Gateway.Tests;

public sealed class ReconnectGuardTests
{
    private static readonly GatewaySettings Options = new() { ConnectionsPerSecond = 4, ConnectionBurst = 3 };
    private static readonly (string User, string Group) Alice = ("alice", "g");
    private static readonly (string User, string Group) Bob = ("bob", "g");

    private readonly FakeTimeProvider _clock = new();
    private readonly ReconnectGuard<(string User, string Group)> _guard;

    public ReconnectGuardTests() => _guard = new ReconnectGuard<(string, string)>(Options, _clock);

    [Fact]
    public void Register_MoreThanABurst_LaterJoinsAreDelayed()
    {
        double[] delays = [.. Enumerable.Range(0, 6).Select(_ => _guard.Register(Alice).TotalSeconds)];

        Assert.Equal([0, 0, 0, 0.25, 0.5, 0.75], delays);
    }

    [Fact]
    public void Register_SlowerThanTheLimit_NeverWaits()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, _guard.Register(Alice));
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    [Fact]
    public void Register_TheClockIsSetBack_NobodyWaits()
    {
        SetClock clock = new(_clock);
        ReconnectGuard<(string User, string Group)> guard = new(Options, clock);
        guard.Register(Alice);

        clock.Shift = TimeSpan.FromMinutes(-20);

        Assert.Equal(TimeSpan.Zero, guard.Register(Alice));
    }

    [Fact]
    public void Register_Storm_IsDelayedByAtMostTheLongestDelayAndNotMuchAfterwards()
    {
        for (int i = 0; i < 10_000; i++)
            Assert.InRange(_guard.Register(Alice), TimeSpan.Zero, ReconnectGuard<(string, string)>.LongestDelay);

        _clock.Advance(ReconnectGuard<(string, string)>.LongestDelay + TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, _guard.Register(Alice));
    }

    [Fact]
    public void Register_Storms_EachIsReportedOnce()
    {
        List<string> told = [];
        _guard.Slowed = client => told.Add($"{client.User},{client.Group}");
        for (int storm = 0; storm < 2; storm++)
        {
            for (int i = 0; i < 100; i++)
                _guard.Register(Alice);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["alice,g", "alice,g"], told);
    }

    [Fact]
    public void Register_AnotherUserOrGroup_DoesNotWait()
    {
        for (int i = 0; i < 100; i++)
            _guard.Register(Alice);

        Assert.Equal(TimeSpan.Zero, _guard.Register(Bob));
        Assert.Equal(TimeSpan.Zero, _guard.Register(("alice", "h")));
    }

    [Fact]
    public void Register_ManyUsers_EntriesArePruned()
    {
        for (int i = 0; i < 100_000; i++)
        {
            _guard.Register(($"user{i}", "g"));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(_guard.Clients, 1, 2_048);
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
