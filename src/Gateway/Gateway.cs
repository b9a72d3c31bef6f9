using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>
/// The TLS front: accepts clients and passes their frames to the groups, and the groups' frames to the clients.
/// <para>
/// (1) accept → (2) TLS → (3) handshake → (4) join → (5) read frame, check, post → (6) group → (7) write frame
/// </para>
/// </summary>
public sealed partial class Gateway : IAsyncDisposable
{
    /// <summary>
    /// How often links may ask their partition whether it still knows them. A gateway detects the loss of a partition's
    /// state within this time after a change of members.
    /// </summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    private readonly GatewaySettings _options;
    private readonly TlsEngine _engine;
    private readonly TlsContext _tls;
    private readonly IGroups _groups;
    private readonly ILogger<Gateway> _logger;
    private readonly GatewayServices _services;
    private readonly GatewayIdentity _identity;
    private readonly ConcurrentDictionary<long, GatewayConnection> _connections = new();
    private readonly ConcurrentDictionary<long, Task> _serving = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly CancellationTokenSource _stopLinks = new();
    private readonly ITimer? _probe;
    private Listener? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _lastNumber;

    /// <summary>Creates a gateway; <see cref="StartAsync"/> opens it.</summary>
    /// <param name="options">Addresses, limits and times.</param>
    /// <param name="engine">Runs the TLS connections; not disposed here.</param>
    /// <param name="tls">Certificate and protocols; not disposed here.</param>
    /// <param name="groups">The groups that it serves.</param>
    /// <param name="log">The event log.</param>
    /// <param name="metrics">The counters.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="loggers">Receive diagnostics.</param>
    public Gateway(
        GatewaySettings options,
        TlsEngine engine,
        TlsContext tls,
        IGroups groups,
        ServerLog log,
        GatewayMetrics metrics,
        TimeProvider clock,
        ILoggerFactory loggers
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(groups);
        _options = options;
        _engine = engine;
        _tls = tls;
        _groups = groups;
        _logger = loggers.CreateLogger<Gateway>();
        _identity = new GatewayIdentity(Guid.NewGuid(), _stopLinks.Token);
        IGroupRouter router = groups.Open(
            _identity.Id,
            new GatewayPorts(number => _connections.GetValueOrDefault(number), EndConnections)
        );
        GroupLinkServices shared = new(_identity, options, metrics, clock, _logger);
        GroupLinks links = new(router, target => new GroupLink(target, shared));
        RegistrationPhase phase = new(options.RegistrationPhase, clock, log);
        _services = new GatewayServices(options, links, router.IsRemote, phase, log, metrics, clock);
        _services.Reconnects.Slowed = client =>
            LogSlowed(_logger, client.User, client.Group, options.ConnectionsPerSecond);
        _services.InvalidHandshakes.Slowed = address =>
            LogSlowedAddress(_logger, address.ToString(), options.ConnectionsPerSecond);
        if (router.IsRemote)
            _probe = clock.CreateTimer(static links => ((GroupLinks)links!).Probe(), links, ProbeEvery, ProbeEvery);
        metrics.ObserveQueues(
            () => _connections.Values.Sum(connection => (long)connection.Waiting),
            () => links.PendingEntries
        );
    }

    /// <summary>
    /// The address at which the gateway listens, with the chosen port. Valid after <see cref="StartAsync"/>.
    /// </summary>
    public IPEndPoint LocalEndPoint => _listener!.LocalEndPoint;

    /// <summary>Listens and serves until <see cref="StopAsync"/>.</summary>
    /// <exception cref="SocketException">The address cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = await Listener.StartAsync(_options.Listen, _options.Backlog, _engine, cancellationToken);
        _services.Phase.Begin();
        _services.Log.Listening(_options.Listen.Port == 0 ? LocalEndPoint.ToString() : _options.Listen.ToString());
        _accepting = AcceptAsync();
    }

    /// <summary>
    /// Stops in stages: accepts no more connections, lets the open ones send their queued frames, ends them, and waits
    /// until the groups have acknowledged everything. Each stage takes at most
    /// <see cref="GatewaySettings.StopTimeout"/>.
    /// </summary>
    public async Task StopAsync()
    {
        await _stopAccepting.CancelAsync();
        // Stop first: the accept that waits must return before its socket may be disposed.
        _listener?.Stop();
        await _accepting;
        _listener?.Dispose();
        foreach (GatewayConnection connection in _connections.Values)
            connection.Stop(EndReason.ServerStopping);
        // A snapshot of the tasks is complete, because nothing is accepted any more.
        Task serving = Task.WhenAll(_serving.Values);
        if (await Task.WhenAny(serving, Task.Delay(_options.StopTimeout, _services.Clock)) != serving)
        {
            foreach (GatewayConnection connection in _connections.Values)
                connection.Abort(EndReason.ServerStopping);
        }
        await serving;
        // A partition without a primary never accepts, so the drain has a limit, too.
        await Task.WhenAny(_services.Links.DrainAsync(), Task.Delay(_options.StopTimeout, _services.Clock));
        // After the drain: cancelling ends the retransmissions, so entries that are still pending are lost.
        await _stopLinks.CancelAsync();
        _groups.Close(_identity.Id);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopAccepting.IsCancellationRequested)
            await StopAsync();
        _probe?.Dispose();
        _services.Phase.Dispose();
        _stopAccepting.Dispose();
        _stopLinks.Dispose();
    }

    /// <summary>Ends the connections of groups whose state is lost; their clients connect and register again.</summary>
    private void EndConnections(Func<Identifier, bool> isLost)
    {
        foreach (GatewayConnection connection in _connections.Values.Where(connection => isLost(connection.Group)))
            connection.Abort(EndReason.GroupUnavailable);
    }

    /// <summary>(1) Accepts connections until the listener stops.</summary>
    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                if (await _listener!.AcceptAsync() is not { } socket)
                    return;
                Serve(socket);
            }
            catch (SocketException failure)
            {
                _services.Log.Failed(FailedStage.Accept, failure.SocketErrorCode.ToString());
                await PauseAsync(failure.SocketErrorCode);
            }
        }
    }

    /// <summary>
    /// Waits 100 ms if descriptors or memory are exhausted: the next accept would fail immediately, too.
    /// </summary>
    private Task PauseAsync(SocketError error) =>
        error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable
            ? Task.Delay(TimeSpan.FromMilliseconds(100), _services.Clock)
            : Task.CompletedTask;

    private void Serve(Socket socket)
    {
        if (_serving.Count >= _options.MaxConnections || DescriptorLimit.IsNear(socket))
        {
            _services.Log.Failed(FailedStage.Accept, "too many connections");
            socket.Dispose();
            return;
        }
        // No interlocked operation: only the accept loop calls this.
        long number = ++_lastNumber;
        _serving[number] = ServeAsync(socket, number);
        // ServeAsync may have completed before its task was stored, so that its own removal found nothing.
        if (_serving.TryGetValue(number, out Task? serving) && serving.IsCompleted)
            _serving.TryRemove(number, out _);
    }

    /// <summary>
    /// Serves a connection from accept to end. An exception, which is a bug, ends this connection and nothing else.
    /// </summary>
    private async Task ServeAsync(Socket socket, long number)
    {
        _services.Metrics.ConnectionAccepted();
        EndReason reason = EndReason.TlsError;
        try
        {
            // Before TLS: the log then has the address of a client whose handshake fails, too.
            IPEndPoint? client = socket.RemoteEndPoint as IPEndPoint;
            if (client is not null)
                _services.Log.Accepted(client);
            if (await HandshakeAsync(socket, number, client?.Address) is { } connection)
            {
                await connection.RunAsync();
                reason = connection.Reason;
                if (reason == EndReason.TooManyGroups)
                    _services.Links.Forget(connection.Group);
            }
        }
        catch (Exception bug)
        {
            reason = EndReason.ServerError;
            LogBug(_logger, bug);
        }
        finally
        {
            _connections.TryRemove(number, out _);
            _serving.TryRemove(number, out _);
            _services.Metrics.ConnectionEnded(reason);
        }
    }

    /// <summary>(2) TLS and (3) handshake, within their time limit.</summary>
    private async Task<GatewayConnection?> HandshakeAsync(Socket socket, long number, IPAddress? client)
    {
        long start = _services.Clock.GetTimestamp();
        using CancellationTokenSource limit = new(_options.HandshakeTimeout, _services.Clock);
        // A stop also ends handshakes: their connections are not in the list that StopAsync goes through.
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token,
            _stopAccepting.Token
        );
        try
        {
            TlsConnection transport = await _engine.AcceptAsync(socket, _tls, either.Token);
            GatewayConnection connection = new(number, transport, _services);
            if (!await ReadHandshakeAsync(connection, transport, client, either.Token))
                return null;
            _services.Metrics.HandshakeCompleted(_services.Clock.GetElapsedTime(start));
            _connections[number] = connection;
            // StopAsync may have gone through the list since the handshake was read. It cancels this token before it
            // goes through the list.
            if (_stopAccepting.IsCancellationRequested)
                connection.Stop(EndReason.ServerStopping);
            return connection;
        }
        catch (TlsHandshakeException failure)
        {
            _services.Log.Failed(FailedStage.Tls, failure.Message);
        }
        catch (OperationCanceledException)
        {
            _services.Log.Failed(FailedStage.Tls, "timed out");
        }
        return null;
    }

    /// <summary>(3) Reads the handshake. If that fails, the socket is closed.</summary>
    private async Task<bool> ReadHandshakeAsync(
        GatewayConnection connection,
        TlsConnection transport,
        IPAddress? client,
        CancellationToken limit
    )
    {
        // The connection is not in _connections yet, so only this method can close its socket.
        bool hasRead = false;
        try
        {
            await using (
                limit.UnsafeRegister(
                    static state => ((GatewayConnection)state!).Abort(EndReason.HandshakeTimeout),
                    connection
                )
            )
                hasRead = await connection.ReadHandshakeAsync();
            if (!hasRead && connection.Reason == EndReason.MalformedFrame)
                await SlowDownAsync(client, limit);
        }
        finally
        {
            if (!hasRead)
                await transport.DisposeAsync();
        }
        return hasRead;
    }

    /// <summary>
    /// Delays the end of a connection whose handshake is invalid, if its address sends many such handshakes. Otherwise
    /// a client of the original whose user name is refused would connect again immediately, without end.
    /// </summary>
    private async Task SlowDownAsync(IPAddress? client, CancellationToken limit)
    {
        TimeSpan delay = client is null ? TimeSpan.Zero : _services.InvalidHandshakes.Register(client);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _services.Clock, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "{User} connects to {Group} more than {PerSecond} times a second; further joins are delayed by up to 2 s"
    )]
    private static partial void LogSlowed(ILogger logger, string user, string group, int perSecond);

    [LoggerMessage(
        7,
        LogLevel.Warning,
        "{Address} sends more than {PerSecond} invalid handshakes a second; further connections end up to 2 s later"
    )]
    private static partial void LogSlowedAddress(ILogger logger, string address, int perSecond);

    [LoggerMessage(4, LogLevel.Error, "An unhandled exception ended a connection")]
    private static partial void LogBug(ILogger logger, Exception bug);
}

/// <summary>What all connections of a gateway share.</summary>
internal sealed record GatewayServices(
    GatewaySettings Options,
    GroupLinks Links,
    bool GroupsAreRemote,
    RegistrationPhase Phase,
    ServerLog Log,
    GatewayMetrics Metrics,
    TimeProvider Clock
)
{
    /// <summary>Delays the joins of users who connect too often.</summary>
    public ReconnectGuard<(string User, string Group)> Reconnects { get; } = new(Options, Clock);

    /// <summary>Delays the ends of connections from addresses that send many invalid handshakes.</summary>
    public ReconnectGuard<IPAddress> InvalidHandshakes { get; } = new(Options, Clock);

    /// <summary>The users without resumption.</summary>
    public PlainUsers PlainUsers { get; } = new(Options.ReceiptPatience);
}
