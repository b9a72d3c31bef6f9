using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Server;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Web;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>A message server and a web server on free ports of loopback.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private static readonly HostPort AnyPort = new(IPAddress.Loopback.ToString(), 0);

    private readonly EventLogWriter _log = new(Stream.Null, TimeProvider.System);
    private readonly TextLoggerProvider _diagnostics = new(TextWriter.Null);
    private readonly X509Certificate2 _certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System);
    private MessageServer? _messages;
    private WebServer? _web;

    public int MessagePort => _messages!.LocalEndPoint.Port;

    public int WebPort => _web!.Address.Port;

    /// <summary>How many members are registered with their groups.</summary>
    public long Registered => _messages!.Metrics.Registered;

    /// <summary>Starts both.</summary>
    /// <param name="split">Whether the message server writes header and body as a record each.</param>
    public static async Task<Servers> StartAsync(bool split = false)
    {
        Servers servers = new();
        MessageServerOptions options = new()
        {
            Gateway = new GatewaySettings { Listen = AnyPort, SplitRecords = split },
            Certificate = servers._certificate,
        };
        servers._messages = await MessageServer.StartAsync(
            options,
            servers._log,
            TimeProvider.System,
            servers._diagnostics,
            TestContext.Current.CancellationToken
        );
        WebServerOptions webOptions = new() { Listen = AnyPort, Certificate = servers._certificate };
        servers._web = await WebServer.StartAsync(
            webOptions,
            new WebLog(servers._log),
            TestContext.Current.CancellationToken
        );
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_web is not null)
            await _web.DisposeAsync();
        if (_messages is not null)
            await _messages.DisposeAsync();
        await _log.DisposeAsync();
        _diagnostics.Dispose();
        _certificate.Dispose();
    }
}
