using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>The talk with a SOCKS5 proxy on one socket, step by step; afterwards the socket is the target's.</summary>
/// <param name="socket">Connected to the proxy. Nobody else reads or writes it meanwhile.</param>
/// <param name="request">What is wanted.</param>
internal sealed class SocksNegotiation(Socket socket, SocksRequest request)
{
    private readonly byte[] _buffer = new byte[SocksReplyDecoder.LongestAnswer];

    /// <summary>Whether the proxy was told whose connection it is, or nothing was to be told.</summary>
    public bool IsIsolated { get; private set; } = request.Credentials is null;

    /// <summary>Agrees on a method and does what it asks for.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async Task<SocksAnswer> AuthenticateAsync(CancellationToken cancellationToken)
    {
        SocksAnswer method = await AskAsync(request.Greeting, SocksStage.Method, cancellationToken);
        if (!method.IsYes || request.Credentials is null || method.Code != SocksMethod.UserNameAndPassword)
            return method;
        IsIsolated = true;
        return await AskAsync(request.Credentials, SocksStage.Credentials, cancellationToken);
    }

    /// <summary>Has the proxy connect to the target.</summary>
    /// <exception cref="SocketException">The connection to the proxy broke.</exception>
    public Task<SocksAnswer> ConnectAsync(CancellationToken cancellationToken) =>
        AskAsync(request.Connect, SocksStage.Connection, cancellationToken);

    private async Task<SocksAnswer> AskAsync(byte[] question, SocksStage stage, CancellationToken cancellationToken)
    {
        await SendAsync(question, cancellationToken);
        SocksReplyDecoder decoder = new(stage, request.Credentials is not null);
        ReadStatus status = ReadStatus.NeedMoreData;
        while (status == ReadStatus.NeedMoreData)
        {
            int count = await socket.ReceiveAsync(_buffer.AsMemory(0, decoder.BytesMissing), cancellationToken);
            if (count == 0)
                return new SocksAnswer(SocksFailure.ProxyClosed, Code: 0);
            status = Read(decoder, _buffer.AsSpan(0, count));
        }
        return new SocksAnswer(decoder.Failure, decoder.Code);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
    }

    private static ReadStatus Read(SocksReplyDecoder decoder, ReadOnlySpan<byte> bytes) => decoder.Read(ref bytes);
}
