using System.Net.Sockets;
using MGen.Gateway.Remote;
using MGen.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Gateway.Tests.Remote;

/// <summary>Sockets and work of the links on the event loop of a real engine.</summary>
public sealed class EngineLinkThreadTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TlsEngine _engine = TlsEngine.Start(new TlsEngineOptions());
    private EngineLinkThread _thread = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(_engine.SharedLoop is null, "this machine's TLS engine has no thread to share");
        _thread = new EngineLinkThread(_engine.SharedLoop, NullLogger<EngineLinkThread>.Instance);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Post_FromAnotherThread_RunsOnTheLoop()
    {
        bool isCurrent = await RunAsync(() => _thread.IsCurrent);

        Assert.True(isCurrent);
        Assert.False(_thread.IsCurrent);
    }

    [Fact]
    public async Task Post_WorkThrows_LaterWorkRuns()
    {
        _thread.Post(() => throw new InvalidOperationException("as asked for"));

        Assert.Equal(7, await RunAsync(() => 7));
    }

    [Fact]
    public async Task OnIterationEnd_WorkWasPosted_RunsAfterIt()
    {
        TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool hasWorked = false;
        _thread.OnIterationEnd(() =>
        {
            if (hasWorked)
                ended.TrySetResult(_thread.IsCurrent);
        });

        _thread.Post(() => hasWorked = true);

        Assert.True(await ended.Task.WaitAsync(Patience, Stop));
    }

    [Fact]
    public async Task Watch_BytesRemain_IsCalledUntilNoneRemain()
    {
        using BytewiseSocket socket = new(awaited: 100);
        await WatchAsync(socket);

        await socket.Other.SendAsync(new byte[100], Stop);

        await socket.Read.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Watch_BytesArrivedBefore_AreRead()
    {
        using BytewiseSocket socket = new(awaited: 3);
        await socket.Other.SendAsync(new byte[3], Stop);

        await WatchAsync(socket);

        await socket.Read.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Watch_OtherEndCloses_IsSeen()
    {
        using BytewiseSocket socket = new();
        await WatchAsync(socket);

        socket.Other.Dispose();

        await socket.End.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Watch_LastBytesAndEndArrivedTogether_EndIsSeen()
    {
        using BytewiseSocket socket = new(awaited: 3) { ReadBytes = 16 };
        await socket.Other.SendAsync(new byte[3], Stop);
        socket.Other.Shutdown(SocketShutdown.Send);

        await WatchAsync(socket);

        await socket.End.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Watch_SocketThrows_OthersAreServed()
    {
        using BytewiseSocket bad = new(awaited: 1) { Throws = true };
        using BytewiseSocket good = new(awaited: 1);
        await WatchAsync(bad);
        await WatchAsync(good);

        await bad.Other.SendAsync(new byte[1], Stop);
        await bad.Read.WaitAsync(Patience, Stop);
        await good.Other.SendAsync(new byte[1], Stop);

        await good.Read.WaitAsync(Patience, Stop);
    }

    [Fact]
    public async Task Unwatch_BytesArrive_IsNotCalled()
    {
        using BytewiseSocket left = new();
        using BytewiseSocket stays = new(awaited: 1);
        await WatchAsync(left);
        await WatchAsync(stays);
        await RunAsync(() =>
        {
            _thread.Unwatch(left);
            return true;
        });

        await left.Other.SendAsync(new byte[1], Stop);
        await stays.Other.SendAsync(new byte[1], Stop);
        await stays.Read.WaitAsync(Patience, Stop);

        Assert.Equal(0, await RunAsync(() => left.Count));
    }

    [Fact]
    public async Task Engine_Ends_SocketsAreClosed()
    {
        using BytewiseSocket socket = new();
        await WatchAsync(socket);

        await _engine.DisposeAsync();

        byte[] end = new byte[1];
        Assert.Equal(0, await socket.Other.ReceiveAsync(end, Stop).AsTask().WaitAsync(Patience, Stop));
    }

    [Fact]
    public async Task Engine_EndsWhileASocketHasMoreToRead_NothingIsReadAndNoErrorIsLogged()
    {
        ErrorCounter errors = new();
        _thread = new EngineLinkThread(_engine.SharedLoop!, errors);
        using BytewiseSocket socket = new() { IsEndless = true };
        await WatchAsync(socket);
        await socket.Other.SendAsync(new byte[1], Stop);

        await _engine.DisposeAsync();

        Assert.Equal(0, errors.Count);
    }

    private Task<bool> WatchAsync(BytewiseSocket socket) =>
        RunAsync(() =>
        {
            _thread.Watch(socket);
            return true;
        });

    private Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread.Post(() => done.TrySetResult(work()));
        return done.Task.WaitAsync(Patience, Stop);
    }

    private sealed class ErrorCounter : ILogger<EngineLinkThread>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Interlocked.Increment(ref _count);
    }
}
