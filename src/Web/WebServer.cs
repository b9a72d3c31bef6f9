using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MGen.Web;

/// <summary>Serves attachments over HTTPS (HTTP/1.1) from its start until it is disposed.</summary>
public sealed class WebServer : IAsyncDisposable
{
    /// <summary>Limit of a request's headers, in bytes. Those of a download or upload have a few hundred.</summary>
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Limit of the bytes that Kestrel buffers per connection and direction.</summary>
    private const int MaxBufferedBytes = 64 * 1024;

    /// <summary>
    /// A connection with a lower data rate than this for <see cref="StallGrace"/> is aborted.
    /// </summary>
    private const double MinBytesPerSecond = 240;

    /// <summary>Long enough for a circuit of an anonymity network to recover from a stall.</summary>
    private static readonly TimeSpan StallGrace = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Time limit of a TLS handshake, and of a request's headers: several round trips of a slow circuit.
    /// </summary>
    private static readonly TimeSpan OpeningTime = TimeSpan.FromMinutes(1);

    private readonly WebApplication _application;
    private readonly WebMetrics _metrics;
    private readonly WebServerOptions _options;
    private bool _disposed;

    private WebServer(WebApplication application, WebMetrics metrics, WebServerOptions options)
    {
        _application = application;
        _metrics = metrics;
        _options = options;
        string address = application
            .Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Single();
        Address = HostPort.TryParse(address, out HostPort? bound)
            ? bound
            : throw new InvalidOperationException($"unexpected address {address}");
    }

    /// <summary>The address and port on which the server listens; the actual port if port 0 was requested.</summary>
    public HostPort Address { get; }

    /// <summary>Counts since the start.</summary>
    public WebTotals Totals => _metrics.Totals;

    /// <summary>Starts to listen, and logs the address.</summary>
    /// <param name="options">Address, certificate and limits.</param>
    /// <param name="log">Receives a line per request.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="SocketException">The address does not belong to this machine, is not permitted, or its name is
    /// unknown.</exception>
    public static async Task<WebServer> StartAsync(
        WebServerOptions options,
        WebLog log,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        IPEndPoint endPoint = new(
            await ListenAddress.ResolveAsync(options.Listen.Host, cancellationToken),
            options.Listen.Port
        );
        WebApplication application = Build(options, endPoint);
        try
        {
            WebMetrics metrics = application.Services.GetRequiredService<WebMetrics>();
            application.Run(new AttachmentHandler(log, metrics).HandleAsync);
            _ = application.Services.GetRequiredService<KestrelHeartbeat>(); // before the server starts
            await application.StartAsync(cancellationToken);
            WebServer server = new(application, metrics, options);
            log.Listening(server.Address.ToString());
            return server;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops in stages: accepts no more connections, closes idle ones, waits up to
    /// <see cref="WebServerOptions.StopGrace"/> for transfers, aborts the remaining ones.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        using CancellationTokenSource grace = new(_options.StopGrace, _options.Clock);
        try
        {
            await _application.StopAsync(grace.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            // The remaining transfers have been aborted, and counted as such.
        }
        await _application.DisposeAsync();
    }

    /// <summary>
    /// Builds the host from an empty builder: the default ones watch files, which Shadow does not support, and read
    /// settings from files and the environment.
    /// </summary>
    private static WebApplication Build(WebServerOptions options, IPEndPoint endPoint)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (options.Diagnostics is { } diagnostics)
        {
            builder.Logging.AddProvider(diagnostics).SetMinimumLevel(options.Level);
            // This category logs a failed start. The failure is also thrown, and the program prints the exception's
            // message.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        }
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddSingleton<WebMetrics>();
        builder.Services.AddSingleton<SilentTrafficLimit>();
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton(services => new KestrelHeartbeat(
            services.GetRequiredService<IServer>(),
            options.Clock
        ));
        builder.Services.AddSingleton<Func<KestrelHeartbeat>>(services =>
            services.GetRequiredService<KestrelHeartbeat>
        );
        builder.Services.AddSingleton<IConnectionListenerFactory, SparingListenerFactory>();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                SetLimits(kestrel.Limits);
                kestrel.Listen(
                    endPoint,
                    listen =>
                    {
                        listen.Protocols = HttpProtocols.Http1;
                        listen
                            .ApplicationServices.GetRequiredService<SilentTrafficLimit>()
                            .AddAround(listen, () => listen.UseHttps(Tls(options)));
                    }
                );
            });
        return builder.Build();
    }

    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = null;
        limits.RequestHeadersTimeout = OpeningTime;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestBufferSize = MaxBufferedBytes;
        limits.MaxResponseBufferSize = MaxBufferedBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(MinBytesPerSecond, StallGrace);
        limits.MinResponseDataRate = new MinDataRate(MinBytesPerSecond, StallGrace);
    }

    private static TlsHandshakeCallbackOptions Tls(WebServerOptions options)
    {
        SslServerAuthenticationOptions authentication = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(
                options.Certificate,
                options.Chain,
                offline: true
            ),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        return new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = OpeningTime,
            OnConnection = _ => ValueTask.FromResult(authentication),
        };
    }
}

/// <summary>A host's lifetime without signal handlers: the program handles signals.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
