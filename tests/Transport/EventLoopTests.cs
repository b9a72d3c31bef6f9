using System.Net;
using System.Net.Sockets;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Tests;

/// <summary>The order of work and sockets in an iteration of an event loop.</summary>
public sealed class EventLoopTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Turn_ASocketQueuesWork_ItIsDoneBeforeTheNextSocketOnlyIfAskedFor(
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
                    new Watcher(() =>
                    {
                        loop.Post(new Work(() => isDone = true));
                        if (stopsGathering)
                            loop.StopGathering();
                    }),
                    first
                );
                loop.Watch(new Watcher(() => seen.TrySetResult(isDone)), second);
            })
        );

        Assert.Equal(
            isDoneBefore,
            await seen.Task.WaitAsync(ConnectionPair.Patience, TestContext.Current.CancellationToken)
        );
    }

    /// <summary>Creates a socket with something to read.</summary>
    private static Socket Readable()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.SendTo([1], socket.LocalEndPoint!);
        return socket;
    }

    private sealed class Work(Action action) : IHomeWork
    {
        public void Execute() => action();
    }

    private sealed class Watcher(Action ready) : ILoopSocket
    {
        public void OnReady(int flags) => ready();

        public void OnLoopEnd() { }
    }
}
