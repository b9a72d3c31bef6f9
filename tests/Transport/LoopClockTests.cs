using System.Net;
using System.Net.Sockets;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Tests;

/// <summary>Timers and connects of an event loop.</summary>
public sealed class LoopClockTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);

    private readonly EventLoop _loop;

    public LoopClockTests()
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        _loop = new EventLoop(0, TimeProvider.System);
    }

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task CreateTimer_FromAnotherThread_IsCalledOnTheLoopNotEarly()
    {
        TaskCompletionSource<(bool IsHome, TimeSpan After)> called = NewSource<(bool, TimeSpan)>();
        long began = _loop.Clock.GetTimestamp();

        await using ITimer timer = _loop.Clock.CreateTimer(
            _ => called.TrySetResult((_loop.IsCurrent, _loop.Clock.GetElapsedTime(began))),
            null,
            Short,
            Timeout.InfiniteTimeSpan
        );

        (bool isHome, TimeSpan after) = await Patiently(called.Task);
        Assert.True(isHome);
        Assert.True(after >= Short, $"called after {after}");
    }

    [Fact]
    public async Task CreateTimer_WithAPeriod_IsCalledAgainUntilItIsDisposed()
    {
        TaskCompletionSource third = NewSource();
        int calls = 0;
        ITimer timer = _loop.Clock.CreateTimer(
            _ =>
            {
                if (++calls == 3)
                    third.TrySetResult();
            },
            null,
            Short,
            Short
        );
        await Patiently(third.Task);

        timer.Dispose();
        await OnLoopAsync(() => calls = 0); // a call that had begun is over
        await DelayAsync(Short * 4);
        Assert.Equal(0, calls);
        Assert.False(timer.Change(Short, Short));
    }

    [Fact]
    public async Task Change_ToEarlierWhileTheLoopWaits_IsCalledThen()
    {
        TaskCompletionSource called = NewSource();
        await using ITimer timer = _loop.Clock.CreateTimer(
            _ => called.TrySetResult(),
            null,
            TimeSpan.FromDays(10),
            Timeout.InfiniteTimeSpan
        );

        Assert.True(timer.Change(Short, Timeout.InfiniteTimeSpan));

        await Patiently(called.Task);
    }

    [Fact]
    public async Task Dispose_WithAnArmedTimer_TheTimerIsStillCalled()
    {
        TaskCompletionSource called = NewSource();
        await using ITimer timer = _loop.Clock.CreateTimer(
            _ => called.TrySetResult(),
            null,
            Short * 4,
            Timeout.InfiniteTimeSpan
        );

        _loop.Dispose();

        await Patiently(called.Task);
    }

    [Fact]
    public async Task ConnectAsync_OnTheLoop_ContinuesThereWithAConnectedBlockingSocket()
    {
        using Socket listener = Listen();
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        TaskCompletionSource<bool> isHome = NewSource<bool>();

        await OnLoopAsync(() => _ = ConnectAsync());

        Assert.True(await Patiently(isHome.Task));
        Assert.Equal(listener.LocalEndPoint, socket.RemoteEndPoint);
        Assert.True(socket is { Connected: true, Blocking: true });

        async Task ConnectAsync()
        {
            await _loop.ConnectAsync(socket, listener.LocalEndPoint!, TestContext.Current.CancellationToken);
            isHome.SetResult(_loop.IsCurrent);
        }
    }

    [Fact]
    public async Task ConnectAsync_ToAClosedPort_IsRefused()
    {
        EndPoint closed;
        using (Socket listener = Listen())
            closed = listener.LocalEndPoint!;
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        SocketException failure = await Assert.ThrowsAsync<SocketException>(() =>
            Patiently(_loop.ConnectAsync(socket, closed, TestContext.Current.CancellationToken))
        );

        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_Ends()
    {
        using CancellationTokenSource cancel = new();
        using Socket listener = Listen();
        // Its queue is full, so the kernel accepts no further connection.
        List<Socket> waiting = [.. Enumerable.Range(0, 4).Select(_ => StartConnect(listener.LocalEndPoint!))];
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        Task connecting = _loop.ConnectAsync(socket, listener.LocalEndPoint!, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Patiently(connecting));
        waiting.ForEach(one => one.Dispose());
    }

    private static Socket StartConnect(EndPoint target)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        Assert.Throws<SocketException>(() => socket.Connect(target));
        return socket;
    }

    private static Socket Listen()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        return listener;
    }

    private Task OnLoopAsync(Action action)
    {
        TaskCompletionSource done = NewSource();
        _loop.Post(
            new Work(() =>
            {
                action();
                done.TrySetResult();
            })
        );
        return Patiently(done.Task);
    }

    /// <summary>Waits on another clock than the loop's.</summary>
    private static Task DelayAsync(TimeSpan delay) =>
        Task.Delay(delay, TimeProvider.System, TestContext.Current.CancellationToken);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Continues on another thread than the loop's, on which the loop cannot be disposed.</summary>
    private static async Task Patiently(Task task)
    {
        try
        {
            await task.WaitAsync(ConnectionPair.Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            await Task.Yield();
        }
    }

    private static async Task<T> Patiently<T>(Task<T> task)
    {
        await Patiently((Task)task);
        return await task;
    }

    private sealed class Work(Action action) : IHomeWork
    {
        public void Execute() => action();
    }
}
