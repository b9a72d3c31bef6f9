using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Grains;
using MGen.Silo;
using MGen.Transport;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Server;

/// <summary>Silo and gateway in one process: the drop-in for the original's server, for a program or a test to run.</summary>
public sealed class MessageServer : IAsyncDisposable
{
    private readonly IHost _silo;
    private readonly TlsEngine _engine;
    private readonly TlsContext _tls;
    private readonly Gateway.Gateway _gateway;
    private bool _stopped;

    private MessageServer(IHost silo, TlsEngine engine, TlsContext tls, Gateway.Gateway gateway)
    {
        (_silo, _engine, _tls, _gateway) = (silo, engine, tls, gateway);
        Metrics = silo.Services.GetRequiredService<GatewayMetrics>();
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint LocalEndPoint => _gateway.LocalEndPoint;

    /// <summary>What was counted so far.</summary>
    public GatewayMetrics Metrics { get; }

    /// <summary>Which TLS implementation runs.</summary>
    public string EngineName => _engine.Name;

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
        TlsEngine engine = TlsEngine.Start(options.Engine);
        X509Certificate2 certificate = options.Certificate ?? ServerCertificate.CreateSelfSigned(clock);
        TlsContext tls = engine.CreateServerContext(new TlsServerOptions
        {
            Certificate = certificate,
            Chain = options.Chain,
            ApplicationProtocols = options.OfferResumption ? [Resumption.Protocol] : [],
        });
        MessageServer server = new(silo, engine, tls, CreateGateway(options, silo.Services, engine, tls, new ServerLog(log), clock));
        try
        {
            await silo.StartAsync(cancellationToken);
            await server._gateway.StartAsync(cancellationToken);
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
        await _gateway.DisposeAsync();
        await _silo.StopAsync();
        _silo.Dispose();
        _tls.Dispose();
        await _engine.DisposeAsync();
    }

    private static IHost BuildSilo(MessageServerOptions options, ServerLog log, TimeProvider clock, ILoggerProvider diagnostics)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(diagnostics).SetMinimumLevel(LogLevel.Warning);
        // Orleans warns of the collector that we chose, and of busy machines as if it were its own fault.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddSingleton<IGroupEvents, GatewayGroupEvents>();
        builder.AddLocalSilo(new SiloOptions { Group = options.Group });
        return builder.Build();
    }

    private static Gateway.Gateway CreateGateway(
        MessageServerOptions options, IServiceProvider services, TlsEngine engine, TlsContext tls, ServerLog log, TimeProvider clock) =>
        new(options.Gateway,
            engine,
            tls,
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<LocalGateways>(),
            services.GetRequiredService<LocalGroups>(),
            log,
            services.GetRequiredService<GatewayMetrics>(),
            clock,
            services.GetRequiredService<ILoggerFactory>());
}
