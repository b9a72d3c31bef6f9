using System.Net;
using System.Net.Sockets;
using MGen.Messenger.Dialing;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// Dials through a relay that cuts each of the first connections after a random number of bytes, in either direction.
/// Bytes that the relay has received and not forwarded are lost although the sender's kernel saw them acknowledged, as
/// with proxies and Tor.
/// </summary>
internal sealed class CuttingDialer(int seed, int cuts, int mostBytesBeforeACut = 2_000) : IDialer
{
    private readonly SocketSettings _sockets = new(connections: 1);
    private readonly Random _random = new(seed);
    private int _cutsLeft = cuts;

    /// <summary>How many more connections it will cut.</summary>
    public int CutsLeft => Math.Max(0, Volatile.Read(ref _cutsLeft));

    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Socket near = _sockets.Create(IPAddress.Loopback);
        Socket far = _sockets.Create(IPAddress.Loopback);
        Socket? middle = null;
        try
        {
            await far.ConnectAsync(IPAddress.Parse(request.Target.Host), request.Target.Port, cancellationToken);
            Task connecting = near.ConnectAsync(listener.LocalEndPoint!, cancellationToken).AsTask();
            middle = await listener.AcceptAsync(cancellationToken);
            await connecting;
        }
        catch
        {
            near.Dispose();
            far.Dispose();
            middle?.Dispose();
            throw;
        }
        bool isCut = Interlocked.Decrement(ref _cutsLeft) >= 0;
        _ = RelayAsync(middle, far, isCut ? NextLimit() : long.MaxValue, isCut ? NextLimit() : long.MaxValue);
        return near;
    }

    private int NextLimit()
    {
        lock (_random)
            return _random.Next(mostBytesBeforeACut);
    }

    private static async Task RelayAsync(Socket near, Socket far, long forth, long back)
    {
        await Task.WhenAny(PassAsync(near, far, forth), PassAsync(far, near, back));
        foreach (Socket socket in new[] { near, far })
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    private static async Task PassAsync(Socket from, Socket to, long limit)
    {
        byte[] buffer = new byte[700];
        try
        {
            while (limit > 0 && await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, (int)Math.Min(count, limit)));
                limit -= count;
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The other direction was cut first.
        }
    }
}
