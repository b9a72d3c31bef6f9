using System.Globalization;
using MGen.Cli;
using MGen.Gateway;
using MGen.LivePage;

namespace MGen.Server;

/// <summary>The live page of a message server (<c>--dashboard</c>).</summary>
internal sealed class ServerPage(ProgramWorld world, GatewayMetrics metrics) : IAsyncDisposable
{
    private const string Outboxes = "mgen.gateway.outbox.frames";
    private const string Links = "mgen.gateway.link.entries";

    private readonly MeterReader _meter = new(
        GatewayMetrics.MeterName,
        [
            ("mgen.gateway.group.call.duration", "fan-out: a frame's wait for its group"),
            ("mgen.gateway.handshake.duration", "handshake: from accept to the end of the handshake"),
        ],
        Outboxes,
        Links
    );
    private readonly long _startedAt = world.Clock.GetTimestamp();
    private LiveServer? _server;

    // Volatile: the page reads on threads of its own web server.
    private volatile bool _isStopping;

    /// <summary>Starts to serve.</summary>
    /// <returns>Whether the page is served; otherwise stderr says why not.</returns>
    public async Task<bool> StartAsync(DashboardAddress address, bool isQuiet, string engine)
    {
        LiveSubject subject = new("mgen-server", world.HostName, [new LiveFact("TLS", engine)], Duration: null);
        _server = await LiveServer.StartAsync(world, address, isQuiet, subject, Read);
        return _server is not null;
    }

    /// <summary>Shows that the server stops.</summary>
    public void Stopping() => _isStopping = true;

    /// <summary>Shows the verdict; open pages get it before this returns, or 2 s have passed.</summary>
    /// <param name="isLogComplete">Whether the event log has all lines.</param>
    public Task EndAsync(bool isLogComplete) => _server!.EndAsync(metrics.Drops == 0 && isLogComplete ? "ok" : "lossy");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _meter.Dispose();
    }

    private LiveReading Read()
    {
        Func<string, long> number = _meter.ReadNumbers();
        return new LiveReading
        {
            Phase = _isStopping ? "stopping" : "running",
            Elapsed = world.Clock.GetElapsedTime(_startedAt),
            Measures =
            [
                new LiveMeasure(
                    "connected",
                    LiveMeasureKind.Level,
                    metrics.Open,
                    Note: string.Create(CultureInfo.InvariantCulture, $"of {metrics.Accepted:N0} accepted")
                ),
                new LiveMeasure("members registered", LiveMeasureKind.Level, metrics.Registered),
                new LiveMeasure("messages", LiveMeasureKind.Count, metrics.Messages),
                new LiveMeasure("receipts", LiveMeasureKind.Count, metrics.Receipts),
                new LiveMeasure("deliveries of both", LiveMeasureKind.Count, metrics.Deliveries),
                new LiveMeasure("waiting for clients", LiveMeasureKind.Level, number(Outboxes)),
                new LiveMeasure("waiting for groups", LiveMeasureKind.Level, number(Links)),
                new LiveMeasure("lost", LiveMeasureKind.Loss, metrics.Drops, Note: "frames dropped"),
            ],
            Times = _meter.TakeTimes(),
        };
    }
}
