using System.Diagnostics.Metrics;
using System.Globalization;
using MGen.EventLog;

namespace MGen.Web;

/// <summary>
/// Counts requests, bytes and closed connections, for the summary (<see cref="Totals"/>) and for dashboards (meter
/// "MGen.Web").
/// </summary>
internal sealed class WebMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MGen.Web";

    private static readonly KeyValuePair<string, object?> Download = new("mgen.request.kind", "download");
    private static readonly KeyValuePair<string, object?> Upload = new("mgen.request.kind", "upload");
    private static readonly KeyValuePair<string, object?> Refusal = new("mgen.request.kind", "refused");
    private static readonly KeyValuePair<string, object?> Out = new("mgen.direction", "out");
    private static readonly KeyValuePair<string, object?> In = new("mgen.direction", "in");

    private readonly Counter<long> _requests;
    private readonly Counter<long> _aborts;
    private readonly Counter<long> _drops;
    private readonly Counter<long> _io;
    private long _downloads;
    private long _uploads;
    private long _refused;
    private long _aborted;
    private long _dropped;
    private long _bytesOut;
    private long _bytesIn;

    public WebMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("mgen.web.requests", "{request}", "Requests started, by kind.");
        _aborts = meter.CreateCounter<long>("mgen.web.aborts", "{request}", "Downloads and uploads that ended early.");
        _drops = meter.CreateCounter<long>(
            "mgen.web.drops",
            "{connection}",
            "Connections closed immediately because file descriptors were nearly exhausted."
        );
        _io = meter.CreateCounter<long>("mgen.web.io", "By", "Bytes of bodies, by direction.");
    }

    /// <summary>The counts since the start.</summary>
    public WebTotals Totals =>
        new(
            Interlocked.Read(ref _downloads),
            Interlocked.Read(ref _uploads),
            Interlocked.Read(ref _refused),
            Interlocked.Read(ref _aborted),
            Interlocked.Read(ref _bytesOut),
            Interlocked.Read(ref _bytesIn),
            Interlocked.Read(ref _dropped)
        );

    public void DownloadStarted()
    {
        Interlocked.Increment(ref _downloads);
        _requests.Add(1, Download);
    }

    public void UploadStarted()
    {
        Interlocked.Increment(ref _uploads);
        _requests.Add(1, Upload);
    }

    public void Refused()
    {
        Interlocked.Increment(ref _refused);
        _requests.Add(1, Refusal);
    }

    public void Aborted()
    {
        Interlocked.Increment(ref _aborted);
        _aborts.Add(1);
    }

    public void Dropped()
    {
        Interlocked.Increment(ref _dropped);
        _drops.Add(1);
    }

    public void Sent(long bytes)
    {
        Interlocked.Add(ref _bytesOut, bytes);
        _io.Add(bytes, Out);
    }

    public void Received(long bytes)
    {
        Interlocked.Add(ref _bytesIn, bytes);
        _io.Add(bytes, In);
    }
}

/// <summary>Counts of a <see cref="WebServer"/>.</summary>
/// <param name="Downloads">Accepted GET requests, including those in progress.</param>
/// <param name="Uploads">Accepted requests of any other method, including those in progress.</param>
/// <param name="Refused">Requests whose response was status 422.</param>
/// <param name="Aborted">
/// Downloads and uploads that ended early: the client disconnected or stalled, or the server stopped.
/// </param>
/// <param name="BytesOut">Bytes of response bodies passed to connections.</param>
/// <param name="BytesIn">Bytes of request bodies read.</param>
/// <param name="Dropped">
/// Connections closed immediately because file descriptors were nearly exhausted.
/// </param>
public sealed record WebTotals(
    long Downloads,
    long Uploads,
    long Refused,
    long Aborted,
    long BytesOut,
    long BytesIn,
    long Dropped = 0
);

/// <summary>The summary on stderr after the server has stopped.</summary>
internal static class WebSummary
{
    public static string Format(WebTotals totals, EventLogWriter log, TimeSpan uptime) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            run       {(log.IsComplete ? "ok" : "lossy")}   {uptime.TotalSeconds:F1} s
            requests  downloads {totals.Downloads:N0}   uploads {totals.Uploads:N0}   aborted {totals.Aborted:N0}   refused {totals.Refused:N0}   connections dropped {totals.Dropped:N0}
            bytes     out {totals.BytesOut:N0}   in {totals.BytesIn:N0}
            self      log lines {log.LinesWritten:N0}   lost {log.LinesLost:N0}   queue max {log.QueueHighWaterMark:N0}

            """
        );
}
