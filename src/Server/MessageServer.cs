using System.Net;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Gateway.Front;
using MGen.Replication;
using MGen.Silo;
using MGen.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Server;

/// <summary>
/// Silo and gateway in one process: replaces the original's server. Programs and tests run it.
/// </summary>
public sealed class MessageServer : IAsyncDisposable
{
    private readonly IHost _silo;
    private readonly TlsFront _front;
    private bool _isSiloRunning;
    private bool _stopped;

    private MessageServer(IHost silo, TlsFront front)
    {
        _silo = silo;
        _front = front;
        Metrics = silo.Services.GetRequiredService<GatewayMetrics>();
    }

    /// <summary>The address at which clients connect.</summary>
    public IPEndPoint LocalEndPoint => _front.LocalEndPoint;

    /// <summary>The metrics.</summary>
    public GatewayMetrics Metrics { get; }

    /// <summary>Gives access to the grains of groups.</summary>
    public IGrainFactory Grains => _silo.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The name of the TLS engine.</summary>
    public string EngineName => _front.EngineName;

    /// <summary>Starts a server. Clients can connect when the task completes.</summary>
    /// <param name="options">The options of front and groups.</param>
    /// <param name="log">The event log; not disposed here.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="diagnostics">Receives diagnostics.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be used.</exception>
    public static async Task<MessageServer> StartAsync(
        MessageServerOptions options,
        EventLogWriter log,
        TimeProvider clock,
        ILoggerProvider diagnostics,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        IHost silo = BuildSilo(options, new ServerLog(log), clock, diagnostics);
        LocalGroups groups = new(silo.Services.GetRequiredService<LocalPartitions>());
        MessageServer server = new(silo, new TlsFront(options, TlsEngine.Start(options.Engine), groups, silo.Services));
        try
        {
            // Groups first: a client may send as soon as the port is open.
            await silo.StartAsync(cancellationToken);
            server._isSiloRunning = true;
            await server._front.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops in stages: the gateway first, which needs the groups until the end, then the silo, then the TLS engine.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;
        // Not thread-safe: the owner calls this once, or a second time after the first call has returned.
        _stopped = true;
        await _front.StopAsync();
        if (_isSiloRunning) // Orleans refuses to stop a silo whose start was cancelled.
            await _silo.StopAsync();
        _silo.Dispose();
        await _front.DisposeAsync();
    }

    private static IHost BuildSilo(
        MessageServerOptions options,
        ServerLog log,
        TimeProvider clock,
        ILoggerProvider diagnostics
    )
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true }
        );
        builder.Logging.AddProvider(diagnostics).SetMinimumLevel(options.Level);
        // These categories warn about the kind of garbage collector, which is chosen on purpose, and about a busy
        // machine.
        builder
            .Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
            .AddFilter("Orleans.Runtime.Scheduler.WorkItemGroup", LogLevel.Error)
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddSingleton<IPartitionEvents, GatewayGroupEvents>();
        builder.AddLocalSilo(options.Group);
        return builder.Build();
    }
}

/// <summary>The options of a message server: of its TLS front and its groups.</summary>
public sealed record MessageServerOptions : FrontOptions
{
    /// <summary>Creates the default options.</summary>
    public MessageServerOptions() { }

    /// <summary>Creates options with those of a front, and the defaults for groups.</summary>
    public MessageServerOptions(FrontOptions front)
        : base(front) { }

    /// <summary>The limits of groups.</summary>
    public GroupLimits Group { get; init; } = new();

    /// <summary>Lowest level of diagnostics that are created.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
