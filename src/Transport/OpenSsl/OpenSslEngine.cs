using System.Net.Sockets;
using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// TLS by OpenSSL called directly, on the event loops of this project. Why this exists in addition to .NET's SslStream:
/// docs/decisions/0003.
/// </summary>
internal sealed class OpenSslEngine : TlsEngine
{
    private readonly EventLoop[] _loops;
    private readonly KeyLog? _keyLog;
    private readonly RecordLimits? _ownRecords;
    private uint _next;
    private int _ended;

    public OpenSslEngine(TlsEngineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Loops, 1);
        _ownRecords = options.Kind == TlsEngineKind.OpenSsl ? null : options.Records;
        _keyLog = options.KeyLogFile is { Length: > 0 } file ? new KeyLog(file, options.ReportProblem) : null;
        _loops = [.. Enumerable.Range(0, options.Loops).Select(number => new EventLoop(number, options.Clock))];
    }

    /// <summary>Whether this machine has Linux and OpenSSL 3.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && LibSsl.IsPresent;

    public override string Name => _ownRecords is null ? "openssl" : "records";

    public override SharedLoop SharedLoop => _loops[0];

    public override TlsContext CreateServerContext(TlsServerOptions options) =>
        OpenSslContext.For(options, _ownRecords, _keyLog);

    public override TlsContext CreateClientContext(TlsClientOptions options) =>
        OpenSslContext.For(options, _ownRecords, _keyLog);

    public override SocketAcceptor CreateAcceptor(Socket listening) => new LoopAcceptor(_loops[0], listening);

    public override Task<TlsConnection> AcceptAsync(
        Socket socket,
        TlsContext context,
        CancellationToken cancellationToken
    ) => HandshakeAsync(socket, context, serverName: null, cancellationToken);

    public override Task<TlsConnection> ConnectAsync(
        Socket socket,
        TlsContext context,
        string serverName,
        CancellationToken cancellationToken
    ) => HandshakeAsync(socket, context, serverName, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        // The caller may run on a loop's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        // After the loops have ended no handshake runs, so the key log can be closed.
        foreach (EventLoop loop in _loops)
            loop.Dispose();
        _keyLog?.Dispose();
    }

    private async Task<TlsConnection> HandshakeAsync(
        Socket socket,
        TlsContext context,
        string? serverName,
        CancellationToken cancellationToken
    )
    {
        // The loops are used in rotation: connections are alike, and moving a busy one later would cost more than it
        // saves.
        EventLoop loop = _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];
        OpenSslConnection connection = new(loop, socket, dialled: serverName is not null);
        OpenSslHandshake handshake = new(loop, (OpenSslContext)context, serverName);
        loop.Post(new StartWork(connection, handshake));
        try
        {
            // Disposed before the caller continues, so that a late cancellation aborts no established connection.
            await using (
                cancellationToken.UnsafeRegister(static state => ((OpenSslConnection)state!).Abort(), connection)
            )
                return await handshake.Task;
        }
        catch (TlsHandshakeException)
        {
            await connection.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private sealed class StartWork(OpenSslConnection connection, OpenSslHandshake handshake) : IHomeWork
    {
        public void Execute() => connection.Start(handshake);
    }
}
