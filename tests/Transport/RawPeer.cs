using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using MGen.Transport.Tests.Records;

namespace MGen.Transport.Tests;

/// <summary>
/// A client that builds its records itself, with secrets from the server's key log; and the server's connection to it.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly ConnectionPair _pair;
    private readonly Socket _socket;
    private readonly RecordRig _rig;
    private readonly string _keyLog;

    private RawPeer(ConnectionPair pair, Socket socket, TlsConnection server, RecordRig rig, string keyLog)
    {
        _pair = pair;
        _socket = socket;
        _rig = rig;
        _keyLog = keyLog;
        Server = server;
    }

    public TlsConnection Server { get; }

    [SuppressMessage("Security", "CA5359", Justification = "the server's certificate is made up")]
    public static async Task<RawPeer> ConnectAsync(TlsEngineKind kind)
    {
        string keyLog = Path.GetTempFileName();
        ConnectionPair pair = ConnectionPair.Start(kind, keyLogFile: keyLog);
        (Socket client, Socket accepted) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(accepted, pair.ServerContext, CancellationToken.None);
        // Not disposed: that would say goodbye.
        SslStream stream = new(new NetworkStream(client, ownsSocket: false), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        TlsConnection server = await accepting;
        string[] lines = await File.ReadAllLinesAsync(keyLog, TestContext.Current.CancellationToken);
        RecordRig rig = new(
            (int)stream.NegotiatedCipherSuite,
            isClient: false,
            null,
            SecretOf(lines, "CLIENT_TRAFFIC_SECRET_0"),
            SecretOf(lines, "SERVER_TRAFFIC_SECRET_0")
        );
        return new RawPeer(pair, client, server, rig, keyLog);
    }

    /// <summary>Sends what the rig's peer creates. The other end may close the connection meanwhile.</summary>
    public async Task SendAsync(Func<RecordRig, byte[]> make)
    {
        try
        {
            for (ReadOnlyMemory<byte> rest = make(_rig); !rest.IsEmpty; )
                rest = rest[await _socket.SendAsync(rest, TestContext.Current.CancellationToken)..];
        }
        catch (SocketException)
        {
            // The test checks how the server's connection ended.
        }
    }

    /// <summary>Ends the TCP stream without TLS's closing alert.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _socket.Dispose();
        _rig.Dispose();
        await _pair.DisposeAsync();
        File.Delete(_keyLog);
    }

    private static byte[] SecretOf(string[] lines, string label) =>
        Convert.FromHexString(
            lines.Single(line => line.StartsWith(label + " ", StringComparison.Ordinal)).Split(' ')[2]
        );
}
