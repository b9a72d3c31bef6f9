using System.Net;
using MGen.Contract;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Telemetry;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Server.Tests;

/// <summary>A running server at a free port of loopback, its event log, and its warnings.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly LogCapture _capture;
    private readonly EventLogWriter _log;
    private readonly StringWriter _warnings;
    private readonly MessageServer _server;

    private ServerFixture(LogCapture capture, EventLogWriter log, StringWriter warnings, MessageServer server) =>
        (_capture, _log, _warnings, _server) = (capture, log, warnings, server);

    public IPEndPoint Address => _server.LocalEndPoint;

    public LogCapture Log => _capture;

    public GatewayMetrics Metrics => _server.Metrics;

    /// <summary>
    /// Warnings, except the silo's on the garbage collector, which is configured for the program and not for its tests.
    /// </summary>
    public string Warnings =>
        string.Concat(
            _warnings.ToString().Split('\n').Where(line => !line.Contains("ServerGC", StringComparison.Ordinal))
        );

    public static async Task<ServerFixture> StartAsync(MessageServerOptions? options = null, TimeProvider? clock = null)
    {
        options ??= new MessageServerOptions();
        clock ??= TimeProvider.System;
        LogCapture capture = new();
        EventLogWriter log = new(capture, clock);
        StringWriter warnings = new();
        using ILoggerProvider diagnostics = new TextLoggerProvider(warnings);
        GatewaySettings gateway = options.Gateway with { Listen = new HostPort("127.0.0.1", 0) };
        MessageServer server = await MessageServer.StartAsync(
            options with
            {
                Gateway = gateway,
            },
            log,
            clock,
            diagnostics,
            TestContext.Current.CancellationToken
        );
        return new ServerFixture(capture, log, warnings, server);
    }

    /// <summary>Stops the server; afterwards every line of the log is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _log.DisposeAsync();
    }
}
