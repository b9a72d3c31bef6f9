using MGen.Contract;
using MGen.EventLog;
using MGen.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Server.Tests;

/// <summary>
/// A server without traffic: how often it wakes up, computed from its pending timers; and its start.
/// </summary>
public sealed class IdleServerTests
{
    /// <summary>
    /// Wake-ups per second by Orleans' timers (one of 100 ms, five of 1 to 5 s), which run slowed down. At full speed
    /// the sum is above 13.
    /// </summary>
    private const double OfOrleans = 0.3;

    /// <summary>A write to the log may set one timer, which detects a stalled reader.</summary>
    private static readonly TimeSpan LastTimerOfTheLog = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Idle_NoConnection_WakesUpSeldomAndOnlyForOrleans()
    {
        FakeTimeProvider time = new();
        ArmedTimers clock = new(time);
        await using ServerFixture server = await ServerFixture.StartAsync(clock: clock);

        time.Advance(LastTimerOfTheLog);

        Assert.InRange(clock.WakeUpsPerSecond, 0, OfOrleans);
    }

    [Fact]
    public async Task Start_CancelledBeforeItBegins_IsCancelledAndNoOtherError()
    {
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);

        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            MessageServer.StartAsync(
                new MessageServerOptions(),
                log,
                TimeProvider.System,
                NullLoggerProvider.Instance,
                new CancellationToken(canceled: true)
            )
        );
    }

    [Fact]
    public async Task Idle_ConnectionsWithoutTraffic_AddNoWakeUp()
    {
        FakeTimeProvider time = new();
        ArmedTimers clock = new(time);
        await using ServerFixture server = await ServerFixture.StartAsync(clock: clock);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await using WireClient bob = await WireClient.ConnectAsync(server.Address, "bob", "g");
        await server.Log.WaitForAsync("register,alice,g");
        await server.Log.WaitForAsync("register,bob,g");
        await alice.SendAsync([Frame.Message(Identifier.Create("alice"), Identifier.Create("g"), 1, 160)]);
        Assert.Equal(1u, (await bob.ReadAsync())!.Value.Id);
        await server.Log.WaitForAsync("sent");

        time.Advance(LastTimerOfTheLog);

        Assert.InRange(clock.WakeUpsPerSecond, 0, OfOrleans);
    }
}
