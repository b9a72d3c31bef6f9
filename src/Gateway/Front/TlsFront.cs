using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway.Front;

/// <summary>
/// A gateway with its TLS engine and certificate. Each process that serves clients has one.
/// </summary>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly TlsEngine _engine;
    private readonly TlsContext _tls;
    private readonly Gateway _gateway;

    /// <summary>Creates a front; <see cref="StartAsync"/> opens it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="engine">The engine, which is disposed with the front.</param>
    /// <param name="groups">The groups that it serves.</param>
    /// <param name="services">Event log, metrics, clock and diagnostics.</param>
    public TlsFront(FrontOptions options, TlsEngine engine, IGroups groups, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(services);
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        _engine = engine;
        X509Certificate2 certificate = options.Certificate ?? ServerCertificate.CreateSelfSigned(clock);
        _tls = _engine.CreateServerContext(
            new TlsServerOptions
            {
                Certificate = certificate,
                Chain = options.Chain,
                ApplicationProtocols = options.OfferResumption ? [Resumption.Protocol] : [],
            }
        );
        _gateway = new Gateway(
            options.Gateway,
            _engine,
            _tls,
            groups,
            services.GetRequiredService<ServerLog>(),
            services.GetRequiredService<GatewayMetrics>(),
            clock,
            services.GetRequiredService<ILoggerFactory>()
        );
    }

    /// <summary>The address at which clients connect. Valid after <see cref="StartAsync"/>.</summary>
    public IPEndPoint LocalEndPoint => _gateway.LocalEndPoint;

    /// <summary>The name of the TLS engine.</summary>
    public string EngineName => _engine.Name;

    /// <summary>Listens and serves until <see cref="StopAsync"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be used.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _gateway.StartAsync(cancellationToken);

    /// <summary>
    /// Ends the clients' connections and waits until the groups have everything. The groups must not stop before.
    /// </summary>
    public Task StopAsync() => _gateway.DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        // After the gateway: handshakes in progress use the context, and connections use the engine.
        _tls.Dispose();
        await _engine.DisposeAsync();
    }
}
