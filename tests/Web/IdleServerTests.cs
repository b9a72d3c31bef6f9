using System.Net.Security;

namespace MGen.Web.Tests;

/// <summary>A server without connections does not wake up: counted, not timed.</summary>
public sealed class IdleServerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Heartbeat_ConnectionsComeAndGo_RunsOnlyWhileThereAreSome()
    {
        HeartbeatClock clock = new();
        await using RunningServer web = await RunningServer.StartAsync(TimeSpan.Zero, clock: clock);
        Assert.Equal(1, clock.Timers);
        Assert.Equal(0, clock.Starts);
        await using (SslStream first = await web.ConnectAsync(SslApplicationProtocol.Http11))
        {
            await using SslStream second = await web.ConnectAsync(SslApplicationProtocol.Http11);
            using HttpResponseMessage response = await web.Http.GetAsync("/?size=1&user=A", Cancelled);
            Assert.InRange(
                response.Headers.Date!.Value,
                DateTimeOffset.UtcNow.AddSeconds(-30),
                DateTimeOffset.MaxValue
            );
            Assert.Equal((1, 0), (clock.Starts, clock.Stops));
        }
        web.Http.Dispose();
        await clock.Stopped.WaitAsync(RunningServer.Patience, Cancelled);
        Assert.Equal((1, 1), (clock.Starts, clock.Stops));
    }

    /// <summary>The system's clock, whose timers count when they are started and stopped.</summary>
    private sealed class HeartbeatClock : TimeProvider
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Timers { get; private set; }

        public int Starts { get; private set; }

        public int Stops { get; private set; }

        public Task Stopped => _stopped.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                return base.CreateTimer(callback, state, dueTime, period); // the time limit of the stop
            Timers++;
            return new CountingTimer(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class CountingTimer(HeartbeatClock clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    clock.Stops++;
                    clock._stopped.TrySetResult();
                }
                else
                {
                    clock.Starts++;
                }
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
