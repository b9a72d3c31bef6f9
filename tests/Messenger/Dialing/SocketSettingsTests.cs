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

        SocketSettings.Apply(socket);

        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    [Fact]
    public void Create_Socket_HasNoDelayAndDetectsALostPeer()
    {
        using Socket socket = SocketSettings.Create(System.Net.IPAddress.Loopback);

        Assert.True(socket.NoDelay);
        Assert.Equal(1, socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }
}
