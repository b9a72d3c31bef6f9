using System.Net.Sockets;
using MGen.Transport.Records;
using MGen.Transport.Tests.Records;

namespace MGen.Transport.Tests;

/// <summary>
/// A client that builds its records itself: OpenSSL makes the handshake, and its key log gives the traffic secrets.
/// </summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TlsEngine _engine;
    private readonly TlsConnection _connection;
    private readonly Socket _socket;
    private readonly RecordRig _rig;

    private RawClient(TlsEngine engine, TlsConnection connection, Socket socket, RecordRig rig)
    {
        _engine = engine;
        _connection = connection;
        _socket = socket;
        _rig = rig;
    }

    /// <summary>Makes the handshake of TLS 1.3 on a connected socket.</summary>
    public static async Task<RawClient> ConnectAsync(Socket socket)
    {
        Assert.SkipUnless(OpenSsl.OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        string keyLog = Path.GetTempFileName();
        TlsEngine engine = TlsEngine.Start(
            new TlsEngineOptions
            {
                Kind = TlsEngineKind.OpenSsl,
                Loops = 1,
                KeyLogFile = keyLog,
            }
        );
        using TlsContext context = engine.CreateClientContext(new TlsClientOptions());
        TlsConnection connection = await engine.ConnectAsync(socket, context, "localhost", CancellationToken.None);
        string[] lines = await File.ReadAllLinesAsync(keyLog, TestContext.Current.CancellationToken);
        File.Delete(keyLog);
        byte[] secret = SecretOf(lines, "CLIENT_TRAFFIC_SECRET_0");
        // The two suites in use differ in the length of their secrets.
        int suite = RecordRig.Suites.First(id => CipherSuite.Find(id)!.SecretBytes == secret.Length);
        RecordRig rig = new(suite, isClient: false, null, secret, SecretOf(lines, "SERVER_TRAFFIC_SECRET_0"));
        return new RawClient(engine, connection, socket, rig);
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

    /// <summary>Waits until the other end closes or resets the connection.</summary>
    public async Task WaitForEndAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) > 0) { }
        }
        catch (SocketException)
        {
            // a reset is an end as well
        }
    }

    /// <summary>Ends the TCP stream without TLS's closing alert.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        _connection.Abort();
        await _connection.DisposeAsync();
        _rig.Dispose();
        await _engine.DisposeAsync();
    }

    private static byte[] SecretOf(string[] lines, string label) =>
        Convert.FromHexString(
            lines.Single(line => line.StartsWith(label + " ", StringComparison.Ordinal)).Split(' ')[2]
        );
}
