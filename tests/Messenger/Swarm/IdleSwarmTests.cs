using MGen.Contract;
using MGen.Messenger.Tests.Support;
using MGen.Transport;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>
/// Users who send nothing use no CPU time: no timer wakes up for them. Timers are counted, not timed.
/// </summary>
public sealed class IdleSwarmTests
{
    private const int Users = 10;

    [Fact]
    public async Task Idle_ConnectedForAnHour_NoTimerFires()
    {
        FakeTimeProvider time = new();
        ArmedTimers clock = new(time);
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = Silent(server, clock);
        test.Swarm.Start();
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.IsTrueAsync(() => test.Now.LinksOpened == Users, "all links");
        time.Advance(TimeSpan.FromMinutes(2)); // the timer was set for the time limit of connecting
        long before = clock.Fired;

        for (int minute = 0; minute < 60; minute++)
            time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(before, clock.Fired);
    }

    [Fact]
    public async Task Idle_OnTheEventLoop_TheLoopSleepsUntilTheFirstMessage()
    {
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = Silent(server, TimeProvider.System);
        Assert.SkipWhen(test.Engine.SharedLoop is null, "this machine's TLS engine has no event loop");
        SharedLoop loop = test.Engine.SharedLoop;
        test.Swarm.Start();
        await Eventually.IsTrueAsync(() => test.Now.LinksOpened == Users, "all links");

        await Eventually.IsTrueAsync( // the last link disarms its time limit after it is counted
            () => loop.Deadlines!.UntilNext(loop.Clock.GetTimestamp()) > TimeSpan.FromDays(900),
            "no deadline before the first message, which is due in 1,000 days",
            () => loop.Deadlines!.UntilNext(loop.Clock.GetTimestamp())?.ToString() ?? "none"
        );
    }

    [Fact]
    public async Task FirstOutcome_ReadEachSecond_AllocatesNothing()
    {
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = Silent(server, TimeProvider.System);
        bool hasConnected = test.Swarm.HasConnected;
        string? failure = test.Swarm.FirstFailure;

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int second = 0; second < 100; second++)
        {
            hasConnected |= test.Swarm.HasConnected;
            failure ??= test.Swarm.FirstFailure;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(hasConnected);
        Assert.Null(failure);
    }

    private static SwarmUnderTest Silent(FakeServer server, TimeProvider clock) =>
        new(
            [.. Enumerable.Range(0, Users).Select(i => SwarmUnderTest.User($"user{i}", Models.Silent, server.Address))],
            clock
        );
}
