using System.Net;
using System.Net.Sockets;

namespace MGen.Transport.Tests;

public sealed class SocketAcceptorTests
{
    public static TheoryData<TlsEngineKind> Kinds => TlsConnectionTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Accept_ManyWaitAndMoreCome_EachIsAccepted(TlsEngineKind kind)
    {
        const int Clients = 100;
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        using Socket listening = Listen();
        List<Socket> clients = [.. await DialAsync(listening, Clients / 2)];
        using SocketAcceptor acceptor = pair.Engine.CreateAcceptor(listening);
        List<Socket> accepted = [];
        for (int i = 0; i < Clients; i++)
        {
            if (i == Clients / 2)
                clients.AddRange(await DialAsync(listening, Clients / 2));
            accepted.Add((await NextAsync(acceptor))!);
        }

        Assert.Equal(
            clients.Select(client => client.LocalEndPoint!).ToHashSet(),
            accepted.Select(socket => socket.RemoteEndPoint!).ToHashSet()
        );
        acceptor.Dispose();
        Assert.Null(await NextAsync(acceptor));
        clients.Concat(accepted).ToList().ForEach(socket => socket.Dispose());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Dispose_AnAcceptWaits_ItLearns(TlsEngineKind kind)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        using Socket listening = Listen();
        using SocketAcceptor acceptor = pair.Engine.CreateAcceptor(listening);
        Task<Socket?> waiting = NextAsync(acceptor);
        Assert.False(waiting.IsCompleted);

        acceptor.Dispose();
        acceptor.Dispose();

        Assert.Null(await waiting);
        Assert.Null(await NextAsync(acceptor));
    }

    [Fact]
    public async Task EngineStops_AnAcceptWaits_ItLearns()
    {
        ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.OpenSsl);
        using Socket listening = Listen();
        using SocketAcceptor acceptor = pair.Engine.CreateAcceptor(listening);
        Task<Socket?> waiting = NextAsync(acceptor);

        await pair.DisposeAsync();

        Assert.Null(await waiting);
    }

    private static Socket Listen()
    {
        Socket listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(256);
        return listening;
    }

    private static Task<Socket[]> DialAsync(Socket listening, int count) =>
        Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(async _ =>
                {
                    Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    await client.ConnectAsync(listening.LocalEndPoint!);
                    return client;
                })
        );

    private static Task<Socket?> NextAsync(SocketAcceptor acceptor) =>
        ConnectionTasks.Limited(acceptor.AcceptAsync().AsTask(), "an accept");
}
