using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Server;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Web;
using MGen.Wire;

namespace MGen.Export.Tests.Support;

/// <summary>A message server and a web server on ports of their own, in this process.</summary>
internal sealed class LiveServers : IAsyncDisposable
{
    private static readonly HostPort AnyPort = new("127.0.0.1", 0);

    private readonly EventLogWriter _log = new(Stream.Null, TimeProvider.System);
    private readonly TextLoggerProvider _diagnostics = new(TextWriter.Null);
    private readonly X509Certificate2 _certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System);
    private MessageServer? _messages;
    private WebServer? _web;

    private LiveServers()
    {
    }

    public int MessagePort => _messages!.LocalEndPoint.Port;

    public int WebPort => _web!.Address.Port;

    /// <summary>Starts both.</summary>
    /// <param name="split">Whether the message server writes header and body as a record each.</param>
    public static async Task<LiveServers> StartAsync(bool split)
    {
        LiveServers servers = new();
        MessageServerOptions options = new() { Gateway = new GatewayOptions { Listen = AnyPort, SplitRecords = split } };
        servers._messages = await MessageServer.StartAsync(options, servers._log, TimeProvider.System, servers._diagnostics, TestContext.Current.CancellationToken);
        WebServerOptions web = new() { Listen = AnyPort, Certificate = servers._certificate, Chain = [], Clock = TimeProvider.System };
        servers._web = await WebServer.StartAsync(web, new WebLog(servers._log), TestContext.Current.CancellationToken);
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
