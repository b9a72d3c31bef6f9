using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// A relay in front of a server that records the sizes of the client's TLS 1.3 records, as an observer of the network
/// could.
/// </summary>
internal sealed class RecordTap : IAsyncDisposable
{
    private const int RecordHeaderBytes = 5,
        TypeAndTagBytes = 17;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HostPort _server;
    private readonly Task _forwarding;

    public RecordTap(HostPort server)
    {
        _server = server;
        _listener.Start();
        Address = new HostPort("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _forwarding = ForwardAsync();
    }

    public HostPort Address { get; }

    /// <summary>
    /// The plaintext sizes of the client's application-data records, in order, including the handshake's last message.
    /// </summary>
    public ConcurrentQueue<int> PlainSizes { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _forwarding;
    }

    private async Task ForwardAsync()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using TcpClient server = new();
        await server.ConnectAsync(_server.Host, _server.Port, TestContext.Current.CancellationToken);
        Task back = EndQuietlyAsync(server.GetStream().CopyToAsync(client.GetStream()));
        await EndQuietlyAsync(ForwardRecordsAsync(client.GetStream(), server.GetStream()));
        server.Close();
        await back;
    }

    private async Task ForwardRecordsAsync(NetworkStream from, NetworkStream to)
    {
        byte[] record = new byte[RecordHeaderBytes + ushort.MaxValue];
        while (true)
        {
            await from.ReadExactlyAsync(record.AsMemory(0, RecordHeaderBytes));
            int length = BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(3));
            await from.ReadExactlyAsync(record.AsMemory(RecordHeaderBytes, length));
            if (record[0] == 23)
                PlainSizes.Enqueue(length - TypeAndTagBytes);
            await to.WriteAsync(record.AsMemory(0, RecordHeaderBytes + length));
        }
    }

    private static async Task EndQuietlyAsync(Task copy)
    {
        try
        {
            await copy;
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException) { }
    }
}
