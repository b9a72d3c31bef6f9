using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.EventLog;
using MGen.Transport;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Web.Tests;

/// <summary>A web server on a free loopback port, its event log, and clients.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly MemoryStream _output;
    private readonly EventLogWriter _log;
    private readonly HttpClient _http;
    private readonly WarningLog _warnings;

    private RunningServer(
        WebServer server,
        X509Certificate2 certificate,
        MemoryStream output,
        EventLogWriter log,
        WarningLog warnings
    )
    {
        Server = server;
        _certificate = certificate;
        _output = output;
        _log = log;
        _warnings = warnings;
        _http = new HttpClient(
            new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = IsSelfSigned } }
        )
        {
            BaseAddress = new Uri($"https://{server.Address}"),
        };
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public WebServer Server { get; }

    public HttpClient Http => _http;

    /// <summary>The server's diagnostics from the level of warnings on, in order.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings.Lines;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Accepts certificates with the subject of the server's self-signed one, and no other.</summary>
    public static bool IsSelfSigned(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown?.Subject == "CN=localhost";

    public static Task<RunningServer> StartAsync(string host = "127.0.0.1", int port = 0) =>
        StartAsync(TimeSpan.Zero, host, port);

    public static async Task<RunningServer> StartAsync(
        TimeSpan stopGrace,
        string host = "127.0.0.1",
        int port = 0,
        TimeProvider? clock = null
    )
    {
        X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System);
        MemoryStream output = new();
        WarningLog warnings = new();
        EventLogWriter log = new(output, TimeProvider.System);
        WebServerOptions options = new()
        {
            Listen = new HostPort(host, port),
            Certificate = certificate,
            StopGrace = stopGrace,
            Diagnostics = warnings,
            Clock = clock ?? TimeProvider.System,
        };
        return new RunningServer(
            await WebServer.StartAsync(options, new WebLog(log), Cancelled),
            certificate,
            output,
            log,
            warnings
        );
    }

    /// <summary>Opens a TLS connection on which the test writes HTTP itself.</summary>
    public async Task<SslStream> ConnectAsync(params SslApplicationProtocol[] protocols)
    {
        SslStream tls = new(await ConnectTcpAsync(), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = IsSelfSigned,
                ApplicationProtocols = [.. protocols],
            },
            Cancelled
        );
        return tls;
    }

    public async Task<NetworkStream> ConnectTcpAsync()
    {
        TcpClient tcp = new();
        await tcp.ConnectAsync(IPEndPoint.Parse(Server.Address.ToString()), Cancelled);
        return tcp.GetStream();
    }

    /// <summary>Runs an action, and waits until the server's totals reach a condition.</summary>
    public async Task UntilAsync(Func<WebTotals, bool> reached, Func<Task> act)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "MGen.Web")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, _, _) =>
            {
                if (reached(Server.Totals))
                    done.TrySetResult();
            }
        );
        listener.Start();
        await act();
        try
        {
            await done.Task.WaitAsync(Patience, Cancelled);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"not reached within {Patience}: {Server.Totals}");
        }
    }

    /// <summary>Stops the server and reads its log.</summary>
    public async Task<List<LogEvent>> StopAndReadLogAsync()
    {
        await Server.DisposeAsync();
        await _log.DisposeAsync();
        _output.Position = 0;
        return [.. new EventLogReader(_output, line => Assert.Fail(line.ToString()), LogSource.Web).ReadAll()];
    }

    public async Task AssertServesAsync() =>
        Assert.Equal(
            3,
            (await Http.GetByteArrayAsync("/?size=3&user=Alice", Cancelled).WaitAsync(Patience, Cancelled)).Length
        );

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        await _log.DisposeAsync();
        _certificate.Dispose();
    }

    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
