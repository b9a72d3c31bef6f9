using System.Net;
using System.Net.Sockets;
using MGen.Transport.OpenSsl;
using MGen.Transport.Records;

namespace MGen.Transport.Tests;

/// <summary>The order of work and sockets in an iteration of an event loop.</summary>
public sealed class EventLoopTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Iteration_ASocketQueuesWork_ItIsDoneBeforeTheNextSocketOnlyIfAskedFor(
        bool stopsGathering,
        bool isDoneBefore
    )
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        using EventLoop loop = new(0, TimeProvider.System);
        using Socket first = Readable(),
            second = Readable();
        TaskCompletionSource<bool> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isDone = false;

        loop.Post(
            new Work(() =>
            {
                loop.Watch(
                    new Watcher(_ =>
                    {
                        loop.Post(new Work(() => isDone = true));
                        if (stopsGathering)
                            loop.StopBatching();
                    }),
                    first
                );
                loop.Watch(new Watcher(_ => seen.TrySetResult(isDone)), second);
            })
        );

        Assert.Equal(
            isDoneBefore,
            await seen.Task.WaitAsync(ConnectionPair.Patience, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Iteration_AReadySocketIsReplacedByAnother_TheOtherDoesNotGetItsEvent()
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        using EventLoop loop = new(0, TimeProvider.System);
        using Socket first = Readable(),
            second = Readable(),
            third = Bound();
        TaskCompletionSource<int> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        loop.Post(
            new Work(() =>
            {
                int slot = -1;
                void Replace()
                {
                    loop.Unwatch(slot, second);
                    loop.Watch(new Watcher(flags => seen.TrySetResult(flags)), third);
                }
                loop.Watch(new Watcher(_ => Replace()), first);
                slot = loop.Watch(new Watcher(_ => { }), second);
            })
        );

        int flags = await seen.Task.WaitAsync(ConnectionPair.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, flags & LibC.EpollIn); // third has nothing to read
    }

    [Fact]
    public void Dispose_ACipherHoldsAKey_ItIsWipedBeforeAnotherThreadRunsTheLoopsWork()
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        bool? hadKey = null,
            hasKey = null;
        EventLoop? loop = null;
        // Disposing the loop disposes a timer of its clock after its thread has ended.
        loop = new EventLoop(0, new TimerClock(() => hasKey ??= loop!.Window.Cipher.HoldsKeys));
        loop.Post(
            new Work(() =>
            {
                UseKey(loop.Window.Cipher);
                hadKey = loop.Window.Cipher.HoldsKeys;
            })
        );

        loop.Dispose();

        Assert.Equal((true, false), (hadKey, hasKey));
    }

    /// <summary>Encrypts a record with some key.</summary>
    private static unsafe void UseKey(RecordCipher cipher)
    {
        CipherSuite suite = CipherSuite.Find(0x1301)!;
        ConnectionKeys* keys = ConnectionKeys.Rent();
        KeySchedule.DeriveKeys(suite, &keys->Client);
        byte* record = stackalloc byte[RecordHeader.Bytes + 1 + RecordCipher.TagBytes];
        RecordHeader.WriteProtected(new(record, RecordHeader.Bytes), 1 + RecordCipher.TagBytes);
        record[RecordHeader.Bytes] = (byte)ContentType.ApplicationData;
        Assert.True(cipher.Seal(suite, &keys->Client, record, 1));
        ConnectionKeys.Return(keys);
    }

    /// <summary>Creates a socket with something to read.</summary>
    private static Socket Readable()
    {
        Socket socket = Bound();
        socket.SendTo([1], socket.LocalEndPoint!);
        return socket;
    }

    private static Socket Bound()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private sealed class Work(Action action) : IHomeWork
    {
        public void Execute() => action();
    }

    private sealed class Watcher(Action<int> ready) : ILoopSocket
    {
        public void OnReady(int flags) => ready(flags);

        public void OnLoopEnd() { }
    }

    /// <summary>A clock whose timers never fire, and report that they are disposed.</summary>
    private sealed class TimerClock(Action disposed) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Timer(disposed);

        private sealed class Timer(Action disposed) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => disposed();

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
