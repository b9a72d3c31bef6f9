using System.Diagnostics.Metrics;

namespace MGen.Web;

/// <summary>
/// Counts what the server does, for the summary (<see cref="Totals"/>) and for dashboards (meter "MGen.Web").
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
        _requests = meter.CreateCounter<long>("mgen.web.requests", "{request}", "Requests begun, by kind.");
        _aborts = meter.CreateCounter<long>("mgen.web.aborts", "{request}", "Downloads and uploads that ended early.");
        _drops = meter.CreateCounter<long>(
            "mgen.web.drops",
            "{connection}",
            "Connections closed at once, since nearly no descriptor was left."
        );
        _io = meter.CreateCounter<long>("mgen.web.io", "By", "Bytes of bodies, by direction.");
    }

    /// <summary>The sums so far.</summary>
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

    public void DownloadBegan()
    {
        Interlocked.Increment(ref _downloads);
        _requests.Add(1, Download);
    }

    public void UploadBegan()
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
