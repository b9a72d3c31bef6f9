using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MGen.Wire;

namespace MGen.Contract;

/// <summary>A client's connection by the platform's own TLS; only the frames are this project's code.</summary>
public sealed class WireClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _tls;
    private readonly FrameDecoder _decoder = new(BodyRule.ClientServer);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Queue<Frame> _frames = new();
    private bool _isReset;

    private WireClient(Socket socket, SslStream tls) => (_socket, _tls) = (socket, tls);

    /// <summary>The server's response to an offer.</summary>
    public ulong? Answer { get; private set; }

    /// <summary>The TLS version that was negotiated.</summary>
    public SslProtocols Version => _tls.SslProtocol;

    /// <summary>Connects without sending anything.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "the server's certificate is made up")]
    public static async Task<WireClient> DialAsync(
        IPEndPoint server,
        bool offersResumption = false,
        SslProtocols version = SslProtocols.None,
        int receiveBuffer = 0,
        Func<Socket, Stream>? tap = null
    )
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        try
        {
            await socket.ConnectAsync(server);
            SslStream tls = new(tap?.Invoke(socket) ?? new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    EnabledSslProtocols = version,
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
                    ApplicationProtocols = offersResumption ? [new SslApplicationProtocol(Resumption.Protocol)] : null,
                }
            );
            return new WireClient(socket, tls);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects, sends the handshake, and reads the response if there is one.</summary>
    public static async Task<WireClient> ConnectAsync(
        IPEndPoint server,
        string user,
        string group,
        ResumeOffer? offer = null,
        bool awaitsAnswer = true
    )
    {
        WireClient client = await DialAsync(server, offer is not null);
        try
        {
            await client.IntroduceAsync(user, group, offer);
            if (offer is not null && awaitsAnswer)
                await client.ReadAnswerAsync();
            return client;
        }
        catch
        {
            client.Reset();
            throw;
        }
    }

    /// <summary>Sends the handshake.</summary>
    public Task IntroduceAsync(string user, string group, ResumeOffer? offer = null) =>
        SendAsync(new Handshake(Identifier.Create(user), Identifier.Create(group), offer).ToBytes());

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _tls.WriteAsync(bytes);

    public async Task SendAsync(IEnumerable<Frame> frames)
    {
        using MemoryStream bytes = new();
        byte[] one = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        foreach (Frame frame in frames)
            Append(bytes, one, frame);
        await SendAsync(bytes.ToArray());
    }

    /// <summary>Reads one frame; <c>null</c> at the end of the connection, orderly or not.</summary>
    public async Task<Frame?> ReadAsync() =>
        _frames.TryDequeue(out Frame frame)
            ? frame
            : await ReceiveAsync()
                .WaitAsync(GroupMember.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>The ids of the next frames.</summary>
    public async Task<uint[]> ReadIdsAsync(int count)
    {
        uint[] ids = new uint[count];
        for (int i = 0; i < count; i++)
            ids[i] = (await ReadAsync())!.Value.Id;
        return ids;
    }

    private async Task<Frame?> ReceiveAsync()
    {
        while (_frames.Count == 0)
        {
            int count;
            try
            {
                count = await _tls.ReadAsync(_buffer);
            }
            catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
            {
                return null;
            }
            if (count == 0)
                return null;
            Decode(_buffer.AsSpan(0, count));
        }
        return _frames.Dequeue();
    }

    public async Task<List<Frame>> ReadToEndAsync()
    {
        List<Frame> frames = [];
        while (await ReadAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Ends the sending side of TLS and TCP; reading continues.</summary>
    public async Task FinishAsync()
    {
        try
        {
            await _tls.ShutdownAsync();
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
        {
            // The server closed first; what it sent can still be read.
        }
    }

    /// <summary>Ends TCP's sending side without a close_notify of TLS.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>
    /// Breaks the connection: the server's kernel gets a reset. Any number of times, from any thread.
    /// </summary>
    public void Reset()
    {
        if (Interlocked.Exchange(ref _isReset, true))
            return;
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _socket.Dispose();
    }

    private static void Append(MemoryStream bytes, byte[] room, Frame frame) =>
        bytes.Write(room, 0, frame.WriteTo(room));

    private async Task ReadAnswerAsync()
    {
        byte[] answer = new byte[Resumption.ReplyBytes];
        await _tls.ReadExactlyAsync(answer);
        Answer = BinaryPrimitives.ReadUInt64BigEndian(answer);
    }

    private void Decode(ReadOnlySpan<byte> bytes)
    {
        while (_decoder.Read(ref bytes, out Frame frame) == ReadStatus.Complete)
            _frames.Enqueue(frame);
    }
}
