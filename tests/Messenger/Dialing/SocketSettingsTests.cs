using System.Net;
using System.Net.Sockets;
using MGen.Messenger.Dialing;

namespace MGen.Messenger.Tests.Dialing;

public sealed class SocketSettingsTests
{
    /// <summary>
    /// A Unix domain socket supports no option of TCP: each of them fails, as some do in the simulator.
    /// </summary>
    [Fact]
    public void Apply_OptionsThatFail_AreLeftAtTheirDefault()
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.Throws<SocketException>(() =>
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 45)
        );

        new SocketSettings(connections: 1).Apply(socket, peer: null);

        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    [Theory]
    [InlineData("127.0.0.1", SocketSettings.MostLoopbackKeepAlives)]
    [InlineData("192.0.2.1", 100_000)]
    public void Create_Socket_HasNoDelayAndDetectsALostPeer(string peer, int connections)
    {
        using Socket socket = new SocketSettings(connections).Create(IPAddress.Parse(peer));

        Assert.True(socket.NoDelay);
        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    /// <summary>The probes of many idle connections overflow the queue of the loopback interface.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.7.7.7")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.2")]
    public void Create_OneOfManyPeersOnThisMachine_SendsNoKeepalives(string peer)
    {
        const int Connections = SocketSettings.MostLoopbackKeepAlives + 1;
        using Socket socket = new SocketSettings(Connections).Create(IPAddress.Parse(peer));

        Assert.True(socket.NoDelay);
        Assert.Equal(0, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }
}
