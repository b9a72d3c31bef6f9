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
    /// <summary>Most bytes of a request's headers; a download's or upload's are a few hundred.</summary>
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Most bytes that a connection may have waiting in each direction.</summary>
    private const int MaxBufferedBytes = 64 * 1024;

    /// <summary>
    /// A client slower than this for <see cref="StallGrace"/> is cut off: it holds a connection and does nothing.
    /// </summary>
    private const double MinBytesPerSecond = 240;

    /// <summary>Long enough for a circuit of an anonymity network to recover.</summary>
    private static readonly TimeSpan StallGrace = TimeSpan.FromMinutes(2);

    /// <summary>For a TLS handshake, and for a request's headers: several round trips of a slow circuit.</summary>
    private static readonly TimeSpan OpeningTime = TimeSpan.FromMinutes(1);

    private readonly WebApplication _application;
    private readonly WebMetrics _metrics;
    private readonly WebServerOptions _options;
    private bool _disposed;

    private WebServer(WebApplication application, WebMetrics metrics, WebServerOptions options)
    {
        (_application, _metrics, _options) = (application, metrics, options);
        string address = application
            .Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Single();
        Address = HostPort.TryParse(address, out HostPort? bound)
            ? bound
            : throw new InvalidOperationException($"unexpected address {address}");
    }

    /// <summary>Where it listens, as an address and the port that was really taken.</summary>
    public HostPort Address { get; }

    /// <summary>What it has done so far.</summary>
    public WebTotals Totals => _metrics.Totals;

    /// <summary>Starts to listen and logs it.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="log">Gets a line per request.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    /// <exception cref="SocketException">The address is not ours, not allowed, or its name is unknown.</exception>
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
    /// Stops in stages: takes no more connections, closes the idle ones, waits for transfers up to
    /// <see cref="WebServerOptions.StopGrace"/>, cuts the rest.
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
            // The transfers that were left have been cut, and counted as aborted.
        }
        await _application.DisposeAsync();
    }

    /// <summary>
    /// An empty builder: the others watch files, which the simulator cannot, and read settings that are not ours.
    /// </summary>
    private static WebApplication Build(WebServerOptions options, IPEndPoint endPoint)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (options.Diagnostics is { } diagnostics)
        {
            builder.Logging.AddProvider(diagnostics).SetMinimumLevel(options.Level);
            // What it logs is thrown as well, and the program prints that.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        }
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddSingleton<WebMetrics>();
        builder.Services.AddSingleton<SilentTrafficLimit>();
        builder.Services.AddSingleton<SocketTransportFactory>();
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
