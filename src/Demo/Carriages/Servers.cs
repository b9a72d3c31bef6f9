using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Server;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Web;
using MGen.Wire;

namespace MGen.Demo.Carriages;

/// <summary>
/// A message server and a web server on free ports of loopback, with a certificate generated in memory.
/// </summary>
internal sealed class Servers : IAsyncDisposable
{
    /// <summary>Name of the message server's event log.</summary>
    public const string ServerLog = "mgen-server.log";

    private static readonly HostPort AnyPort = new(IPAddress.Loopback.ToString(), 0);

    private readonly X509Certificate2 _certificate;
    private readonly TextLoggerProvider _diagnostics;
    private readonly MessageServer _messages;
    private readonly WebServer _web;

    private Servers(X509Certificate2 certificate, TextLoggerProvider diagnostics, MessageServer messages, WebServer web)
    {
        _certificate = certificate;
        _diagnostics = diagnostics;
        _messages = messages;
        _web = web;
    }

    /// <summary>The address users connect to.</summary>
    public HostPort MessageAddress => new(_messages.LocalEndPoint.Address.ToString(), _messages.LocalEndPoint.Port);

    /// <summary>The web server's address.</summary>
    public HostPort WebAddress => _web.Address;

    /// <summary>The number of members registered with their groups.</summary>
    public long Registered => _messages.Metrics.Registered;

    /// <summary>Starts both. When it returns, users can connect.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    public static async Task<Servers> StartAsync(
        LogFolder logs,
        TlsEngineKind engine,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(clock);
        TextLoggerProvider diagnostics = new(logs.Diagnostics);
        MessageServerOptions options = new()
        {
            Gateway = new GatewaySettings { Listen = AnyPort },
            Engine = new TlsEngineOptions { Kind = engine },
            Certificate = certificate,
        };
        MessageServer messages = await MessageServer.StartAsync(
            options,
            logs.Open(ServerLog),
            clock,
            diagnostics,
            cancellationToken
        );
        try
        {
            WebServerOptions webOptions = new()
            {
                Listen = AnyPort,
                Certificate = certificate,
                Clock = clock,
            };
            WebServer web = await WebServer.StartAsync(
                webOptions,
                new WebLog(logs.Open("mgen-web.log")),
                cancellationToken
            );
            return new Servers(certificate, diagnostics, messages, web);
        }
        catch
        {
            await messages.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops both.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _messages.DisposeAsync();
        _diagnostics.Dispose();
        _certificate.Dispose();
    }
}
