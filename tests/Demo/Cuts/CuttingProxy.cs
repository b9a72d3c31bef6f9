using System.Net;
using System.Net.Sockets;

namespace MGen.Demo.Tests.Cuts;

/// <summary>
/// Forwards bytes between clients and one server, and cuts each connection after a random number of them: buffered
/// bytes are lost, and both ends see a reset or an orderly end at random. After <see cref="LetLive"/> new connections
/// are not cut.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _serving = [];
    private readonly IPEndPoint _server;
    private readonly Random _random;
    private readonly (int Least, int Most) _bytes;
    private readonly int _cutsWanted;
    private readonly Task _accepting;
    private volatile bool _isPeaceful;
    private int _cuts;

    public CuttingProxy(IPEndPoint server, int seed, (int Least, int Most) bytes, int cutsWanted)
    {
        (_server, _random, _bytes, _cutsWanted) = (server, new Random(seed), bytes, cutsWanted);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Completes when the required number of connections was cut.</summary>
    public Task EnoughCuts => _enough.Task;

    /// <summary>Stops cutting connections that are made from now on.</summary>
    public void LetLive() => _isPeaceful = true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(_stop.Token);
                long budget = _isPeaceful ? long.MaxValue : _random.Next(_bytes.Least, _bytes.Most);
                _serving.Add(ServeAsync(client, budget, isReset: _random.Next(2) == 0));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client, long budget, bool isReset)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            Allowance allowance = new(budget);
            try
            {
                await server.ConnectAsync(_server, _stop.Token);
                await Task.WhenAny(PassAsync(client, server, allowance), PassAsync(server, client, allowance));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                return;
            }
            if (isReset)
                (client.LingerState, server.LingerState) = (new LingerOption(true, 0), new LingerOption(true, 0));
        }
        if (Interlocked.Increment(ref _cuts) >= _cutsWanted)
            _enough.TrySetResult();
    }

    private async Task PassAsync(Socket from, Socket to, Allowance allowance)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and int count)
            {
                int passed = allowance.Take(count);
                await to.SendAsync(buffer.AsMemory(0, passed), _stop.Token);
                if (passed < count)
                    return;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other direction, or the owner, has closed the connection.
        }
    }

    /// <summary>How many more bytes a connection may forward, in both directions together.</summary>
    private sealed class Allowance(long bytes)
    {
        private long _left = bytes;

        public int Take(int wanted)
        {
            long before = Interlocked.Add(ref _left, -wanted) + wanted;
            return (int)Math.Clamp(before, 0, wanted);
        }
    }
}
