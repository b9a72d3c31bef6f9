using MGen.Messenger.Links;
using MGen.Messenger.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Links;

/// <summary>How many attempts to connect to one server are under way at the same time.</summary>
public sealed class ConnectPaceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30); // of real time, for what should be immediate

    private readonly FakeTimeProvider _clock = new();
    private readonly DeadlineScheduler _scheduler;
    private readonly ServerPace _pace;

    public ConnectPaceTests()
    {
        _scheduler = new DeadlineScheduler(_clock);
        _pace = new ServerPace(_scheduler, Patience, loop: null);
    }

    public void Dispose() => _scheduler.Dispose();

    [Fact]
    public async Task EnterAsync_WindowIsFull_WaitsUntilAnAttemptEnds()
    {
        await FillAsync();
        Task<bool> next = EnterAsync();
        bool wasDone = next.IsCompleted;

        _pace.Leave(_scheduler.Now, isConnected: false);

        Assert.True(await EndOf(next));
        Assert.False(wasDone);
    }

    [Fact]
    public async Task Leave_FullWindowAndQuickSuccess_LetsTwoMoreBegin()
    {
        await FillAsync();
        Task<bool>[] next = [EnterAsync(), EnterAsync(), EnterAsync()];

        _pace.Leave(_scheduler.Now, isConnected: true);

        Assert.True(await EndOf(next[0]));
        Assert.True(await EndOf(next[1]));
        Assert.Equal((ServerPace.FirstWindow + 1, 1), (_pace.Window, _pace.Waiting));
    }

    [Fact]
    public async Task Leave_WindowIsNotFull_DoesNotGrow()
    {
        await EnterAsync();

        _pace.Leave(_scheduler.Now, isConnected: true);

        Assert.Equal(ServerPace.FirstWindow, _pace.Window);
    }

    [Fact]
    public async Task Leave_SlowAttempts_HalveTheWindowOncePerTime()
    {
        await FillAsync();
        TimeSpan startedAt = _scheduler.Now;
        List<int> windows = [];
        for (int i = 0; i < 6; i++)
        {
            _clock.Advance(ServerPace.Slow);
            _pace.Leave(startedAt, isConnected: true);
            _pace.Leave(startedAt, isConnected: false); // at the same time as the one before
            windows.Add(_pace.Window);
        }

        Assert.Equal([32, 16, 8, 4, ServerPace.LeastWindow, ServerPace.LeastWindow], windows);
    }

    [Fact]
    public async Task EnterAsync_NoAttemptSucceeds_GivesUpAfterThePatience()
    {
        await FillAsync();
        Task<bool> next = EnterAsync();

        _clock.Advance(Patience - TimeSpan.FromSeconds(1));
        bool wasDone = next.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await EndOf(next));
        Assert.False(wasDone);
        Assert.Equal(0, _pace.Waiting);
    }

    [Fact]
    public async Task EnterAsync_OthersSucceedMeanwhile_WaitsForThePatienceAfterThem()
    {
        await FillAsync();
        for (int i = ServerPace.FirstWindow; i > 1; i /= 2) // each slow attempt halves the window, which stays full
            Cut();
        Task<bool> next = EnterAsync();
        _clock.Advance(Patience / 2);
        _pace.Leave(_scheduler.Now - ServerPace.Slow, isConnected: true);

        _clock.Advance(Patience - TimeSpan.FromSeconds(1));
        bool wasDone = next.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await EndOf(next));
        Assert.False(wasDone);
    }

    [Fact]
    public async Task EnterAsync_Stopped_GivesUp()
    {
        await FillAsync();
        using CancellationTokenSource stop = new();
        Task<bool> next = _pace.EnterAsync(stop.Token).AsTask();

        await stop.CancelAsync();

        Assert.False(await EndOf(next));
        Assert.Equal(0, _pace.Waiting);
    }

    /// <summary>
    /// A server that completes ten handshakes per second, in their order, and clients that give up after 60 s: without
    /// a pace, 2,000 clients that begin at once get 600 connections, and then none, because each handshake that the
    /// server completes belongs to a client that has left.
    /// </summary>
    [Fact]
    public async Task EnterAsync_ServerIsSlowerThanTheClients_AllConnectInTheirTime()
    {
        const int Clients = 2_000;
        TimeSpan perHandshake = TimeSpan.FromMilliseconds(100);
        Queue<Task<bool>> waiting = new(Enumerable.Range(0, Clients).Select(_ => EnterAsync()));
        Queue<TimeSpan> atServer = new();
        int connected = 0;
        while (connected < Clients && _scheduler.Now < 1.1 * Clients * perHandshake)
        {
            for (int room = _pace.Window - atServer.Count; room > 0 && waiting.TryDequeue(out Task<bool>? next); room--)
            {
                Assert.True(await EndOf(next));
                atServer.Enqueue(_scheduler.Now);
            }
            _clock.Advance(perHandshake);
            TimeSpan startedAt = atServer.Dequeue();
            bool isThere = _scheduler.Now - startedAt < Patience;
            connected += isThere ? 1 : 0;
            _pace.Leave(startedAt, isThere);
        }

        Assert.Equal(Clients, connected);
    }

    /// <summary>Ends an attempt that began so long ago that the window is halved.</summary>
    private void Cut()
    {
        _clock.Advance(ServerPace.Slow);
        _pace.Leave(_scheduler.Now - ServerPace.Slow, isConnected: false);
    }

    private async Task FillAsync()
    {
        for (int i = 0; i < ServerPace.FirstWindow; i++)
            Assert.True(await EnterAsync());
    }

    private Task<bool> EnterAsync() => _pace.EnterAsync(TestContext.Current.CancellationToken).AsTask();

    private static Task<bool> EndOf(Task<bool> turn) => turn.WaitAsync(Limit, TimeProvider.System);
}
