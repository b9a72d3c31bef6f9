using MGen.Messenger.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Swarm;

/// <summary>The methods for the owner of a running swarm.</summary>
public sealed class OwnerTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task WakeUp_LongBootstrap_StartsTheConversationsNow()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new(
            [
                SwarmUnderTest.With(
                    SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromSeconds(5)), server.Address),
                    conversation => conversation with { Bootstrap = TimeSpan.FromHours(1) }
                ),
            ],
            _clock
        );
        await StartAsync(test);

        test.Swarm.WakeUp();
        _clock.Advance(Tick);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.IsTrueAsync(() => test.Now.MessagesSent == 1, "a message five seconds after waking up");
    }

    [Fact]
    public async Task StopSending_Awake_CreatesNoMoreMessages()
    {
        await using FakeServer server = new(resume: true);
        await using SwarmUnderTest test = new(
            [SwarmUnderTest.User("Alice", Models.Every(TimeSpan.FromSeconds(5)), server.Address)],
            _clock
        );
        await StartAsync(test);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrueAsync(() => test.Now.MessagesSent == 1, "the first message");

        test.Swarm.StopSending();
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, test.Now.MessagesSent);
    }

    private async Task StartAsync(SwarmUnderTest test)
    {
        test.Swarm.Start();
        await Eventually.HappensAsync(_clock, Tick, () => test.Now.LinksOpened == 1, "the handshake");
    }
}
