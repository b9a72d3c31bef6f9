using System.Net;
using System.Net.Sockets;

namespace MGen.Shadow.Tests.Preload;

/// <summary>The two ends of a real TCP connection.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(Socket near, Socket far) => (Near, Far) = (near, far);

    public Socket Near { get; }

    public Socket Far { get; }

    public static async Task<SocketPair> CreateAsync()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket near = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        return new SocketPair(near, await listener.AcceptAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until the near end can be read: data, the end or an error.</summary>
    public void AwaitEvent() =>
        Assert.True(Near.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead), "nothing arrived within 30 s");

    /// <summary>Resets the connection from the far end, as if its process were killed with unread data.</summary>
    public void Reset()
    {
        Far.LingerState = new LingerOption(enable: true, seconds: 0);
        Far.Close();
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }
}
