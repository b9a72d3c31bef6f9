using System.Net.Sockets;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// The negotiation with a SOCKS5 proxy on one socket. Afterwards the socket carries the target's bytes.
/// </summary>
/// <param name="proxy">The connection to the proxy. No other code may read or write it during the negotiation.</param>
/// <param name="request">The messages to send.</param>
internal sealed class SocksNegotiation(ISocksStream proxy, SocksRequest request)
{
    private readonly byte[] _buffer = new byte[SocksReplyDecoder.LongestReply];

    /// <summary>Whether the proxy received the credentials, or the request has none.</summary>
    public bool IsIsolated { get; private set; } = request.Credentials is null;

    /// <summary>Negotiates an authentication method and authenticates.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async Task<SocksReply> AuthenticateAsync(CancellationToken cancellationToken)
    {
        SocksReply method = await RequestAsync(request.Greeting, SocksStage.Method, cancellationToken);
        if (!method.IsSuccess || request.Credentials is null || method.Code != SocksMethod.UserNameAndPassword)
            return method;
        IsIsolated = true;
        return await RequestAsync(request.Credentials, SocksStage.Credentials, cancellationToken);
    }

    /// <summary>Requests the connection to the target.</summary>
    /// <exception cref="SocketException">The connection to the proxy broke.</exception>
    public Task<SocksReply> ConnectAsync(CancellationToken cancellationToken) =>
        RequestAsync(request.Connect, SocksStage.Connection, cancellationToken);

    private async Task<SocksReply> RequestAsync(byte[] message, SocksStage stage, CancellationToken cancellationToken)
    {
        await proxy.SendAsync(message, cancellationToken);
        SocksReplyDecoder decoder = new(stage, request.Credentials is not null);
        ReadStatus status = ReadStatus.NeedMoreData;
        while (status == ReadStatus.NeedMoreData)
        {
            int count = await proxy.ReceiveAsync(_buffer.AsMemory(0, decoder.BytesMissing), cancellationToken);
            if (count == 0)
                return new SocksReply(SocksFailure.ProxyClosed, Code: 0);
            status = Read(decoder, _buffer.AsSpan(0, count));
        }
        return new SocksReply(decoder.Failure, decoder.Code);
    }

    private static ReadStatus Read(SocksReplyDecoder decoder, ReadOnlySpan<byte> bytes) => decoder.Read(ref bytes);
}

/// <summary>The bytes of a connection to a proxy.</summary>
internal interface ISocksStream
{
    /// <summary>Sends all bytes.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Receives bytes.</summary>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    Task<int> ReceiveAsync(Memory<byte> into, CancellationToken cancellationToken);
}

/// <summary>A connection to a proxy by .NET's sockets.</summary>
internal sealed class PoolStream(Socket socket) : ISocksStream
{
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }

    public Task<int> ReceiveAsync(Memory<byte> into, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(into, cancellationToken).AsTask();
}

/// <summary>A connection to a proxy by an event loop.</summary>
internal sealed class LoopStream(LoopSocket socket) : ISocksStream
{
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = AbortOn(cancellationToken);
        if (!await socket.SendAsync(bytes))
            throw Failure(cancellationToken);
    }

    public async Task<int> ReceiveAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = AbortOn(cancellationToken);
        int count;
        do
        {
            // A socket may be reported as readable although nothing can be read.
            count = await socket.WaitToReceiveAsync() ? socket.Receive(into.Span) : LoopSocket.Broken;
        } while (count == LoopSocket.WouldBlock);
        return count >= 0 ? count : throw Failure(cancellationToken);
    }

    // The loop's waits take no token; an abort of the socket ends them.
    private CancellationTokenRegistration AbortOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((LoopSocket)state!).Abort(), socket);

    private static Exception Failure(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(cancellationToken)
            : new SocketException((int)SocketError.ConnectionReset);
}
