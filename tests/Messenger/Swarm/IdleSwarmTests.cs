using MGen.Contract;
using MGen.Messenger.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>Users who have nothing to say cost nothing: no timer of theirs fires. Counted, not timed.</summary>
public sealed class IdleSwarmTests
{
    [Fact]
    public async Task Idle_ConnectedForAnHour_NoTimerFires()
    {
        FakeTimeProvider time = new();
        ArmedTimers clock = new(time);
        await using FakeServer server = new(resume: false);
        await using SwarmUnderTest test = new([.. Enumerable.Range(0, 10).Select(i => SwarmUnderTest.User($"user{i}", Models.Silent, server.Address))], clock);
        test.Swarm.Start();
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.IsTrueAsync(() => test.Now.LinksOpened == 10, "ten links");
        long before = clock.Fired;

        for (int minute = 0; minute < 60; minute++)
            time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(before, clock.Fired);
    }
}
