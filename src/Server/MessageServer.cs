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

/// <summary>Silo and gateway in one process: the drop-in for the original's server, for a program or a test to run.</summary>
public sealed class MessageServer : IAsyncDisposable
{
    private readonly IHost _silo;
    private readonly TlsFront _front;
    private bool _stopped;

    private MessageServer(IHost silo, TlsFront front)
    {
        (_silo, _front) = (silo, front);
        Metrics = silo.Services.GetRequiredService<GatewayMetrics>();
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint LocalEndPoint => _front.LocalEndPoint;

    /// <summary>What was counted so far.</summary>
    public GatewayMetrics Metrics { get; }

    /// <summary>Reaches groups' grains.</summary>
    public IGrainFactory Grains => _silo.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Which TLS implementation runs.</summary>
    public string EngineName => _front.EngineName;

    /// <summary>Starts a server; when this returns, clients can connect.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="log">The event log; not disposed here.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="diagnostics">Where warnings go.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be used.</exception>
    public static async Task<MessageServer> StartAsync(
        MessageServerOptions options, EventLogWriter log, TimeProvider clock, ILoggerProvider diagnostics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        IHost silo = BuildSilo(options, new ServerLog(log), clock, diagnostics);
        LocalGroups groups = new(silo.Services.GetRequiredService<LocalPartitions>());
        MessageServer server = new(silo, new TlsFront(options, TlsEngine.Start(options.Engine), groups, silo.Services));
        try
        {
            await silo.StartAsync(cancellationToken);
            await server._front.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops in stages: gateway, then silo, then TLS.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _front.StopAsync();
        await _silo.StopAsync();
        _silo.Dispose();
        await _front.DisposeAsync();
    }

    private static IHost BuildSilo(MessageServerOptions options, ServerLog log, TimeProvider clock, ILoggerProvider diagnostics)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(diagnostics).SetMinimumLevel(options.Level);
        // Orleans warns of the collector that we chose, and of busy machines as if it were its own fault.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddSingleton<IPartitionEvents, GatewayGroupEvents>();
        builder.AddLocalSilo(options.Group);
        return builder.Build();
    }
}
