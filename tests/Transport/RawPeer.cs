using System.Net.Sockets;
using MGen.Transport.Tests.Records;

namespace MGen.Transport.Tests;

/// <summary>A <see cref="RawClient"/> and the server's connection to it.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly ConnectionPair _pair;
    private readonly RawClient _client;

    private RawPeer(ConnectionPair pair, RawClient client, TlsConnection server)
    {
        _pair = pair;
        _client = client;
        Server = server;
    }

    public TlsConnection Server { get; }

    public static async Task<RawPeer> ConnectAsync(TlsEngineKind kind)
    {
        ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, Socket accepted) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(accepted, pair.ServerContext, CancellationToken.None);
        RawClient raw = await RawClient.ConnectAsync(client);
        return new RawPeer(pair, raw, await accepting);
    }

    /// <inheritdoc cref="RawClient.SendAsync"/>
    public Task SendAsync(Func<RecordRig, byte[]> make) => _client.SendAsync(make);

    /// <inheritdoc cref="RawClient.Finish"/>
    public void Finish() => _client.Finish();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _client.DisposeAsync();
        await _pair.DisposeAsync();
    }
}
