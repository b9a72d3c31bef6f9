using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>A SOCKS5 proxy on a real socket. It is correct unless the test sets another script.</summary>
internal sealed class FakeProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public FakeProxy()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1_000);
        Address = new HostPort("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);
        Script = ServeAsync;
        _accepting = AcceptAllAsync();
    }

    public HostPort Address { get; }

    /// <summary>The script for a connection, which is closed afterwards.</summary>
    public Func<NetworkStream, Task> Script { get; set; }

    /// <summary>Whether it selects authentication by user name if offered.</summary>
    public bool WantsUserNames { get; init; } = true;

    /// <summary>The status it returns for user name and password.</summary>
    public Func<string, byte> Judge { get; set; } = _ => 0;

    /// <summary>The code of its reply to a connection request.</summary>
    public Func<ProxyCall, byte> Reply { get; set; } = _ => 0;

    /// <summary>Addresses to connect to instead of the requested ones.</summary>
    public ConcurrentDictionary<string, HostPort> Hosts { get; } = new();

    /// <summary>The requests received.</summary>
    public ConcurrentQueue<ProxyCall> Calls { get; } = new();

    /// <summary>
    /// Script: sends one reply after each message of the client, then keeps the connection open until the client or the
    /// test ends.
    /// </summary>
    public Func<NetworkStream, Task> Saying(params byte[][] answers) =>
        async stream =>
        {
            byte[] buffer = new byte[1024];
            foreach (byte[] answer in answers)
            {
                if (await stream.ReadAsync(buffer, _stop.Token) == 0)
                    return;
                await stream.WriteAsync(answer, _stop.Token);
            }
            while (await stream.ReadAsync(buffer, _stop.Token) > 0) { }
        };

    /// <summary>Closes all connections.</summary>
    public void CutAll()
    {
        while (_sockets.TryTake(out Socket? socket))
            socket.Close(timeout: 0);
    }

    /// <summary>Script: a correct proxy.</summary>
    public async Task ServeAsync(NetworkStream stream)
    {
        byte[] methods = await ReadAsync(stream, (await ReadAsync(stream, 2))[1]);
        bool named = WantsUserNames && methods.Contains((byte)2);
        await stream.WriteAsync(new byte[] { 5, (byte)(named ? 2 : 0) }, _stop.Token);
        (string? user, string? password) = named ? await ReadCredentialsAsync(stream) : (null, null);
        byte status = named ? Judge(user!) : (byte)0;
        if (named)
            await stream.WriteAsync(new byte[] { 1, status }, _stop.Token);
        if (status != 0)
            return;
        ProxyCall call = new(user, password, await ReadTargetAsync(stream));
        Calls.Enqueue(call);
        await AnswerAsync(stream, call);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        CutAll();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AnswerAsync(NetworkStream stream, ProxyCall call)
    {
        byte reply = Reply(call);
        using Socket target = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(target);
        if (reply == 0)
        {
            HostPort where = Hosts.GetValueOrDefault(call.Target.Host, call.Target);
            await target.ConnectAsync(where.Host, where.Port, _stop.Token);
        }
        await stream.WriteAsync(new byte[] { 5, reply, 0, 1, 127, 0, 0, 1, 0, 0 }, _stop.Token);
        if (reply != 0)
            return;
        using NetworkStream onward = new(target);
        await Task.WhenAny(stream.CopyToAsync(onward, _stop.Token), onward.CopyToAsync(stream, _stop.Token));
    }

    private async Task<(string User, string Password)> ReadCredentialsAsync(NetworkStream stream)
    {
        string user = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 2))[1]));
        string password = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        return (user, password);
    }

    private async Task<HostPort> ReadTargetAsync(NetworkStream stream)
    {
        byte[] head = await ReadAsync(stream, 4);
        string host = head[3] switch
        {
            1 => new IPAddress(await ReadAsync(stream, 4)).ToString(),
            4 => new IPAddress(await ReadAsync(stream, 16)).ToString(),
            _ => Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0])),
        };
        return new HostPort(host, BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(stream, 2)));
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, _stop.Token);
        return bytes;
    }

    private async Task AcceptAllAsync()
    {
        List<Task> connections = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token);
                _sockets.Add(socket);
                connections.Add(RunAsync(socket));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                break;
            }
        }
        await Task.WhenAll(connections);
    }

    private async Task RunAsync(Socket socket)
    {
        try
        {
            using NetworkStream stream = new(socket, ownsSocket: true);
            await Script(stream);
        }
        catch (Exception end)
            when (end is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
    }
}
