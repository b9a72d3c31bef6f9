using System.Diagnostics;
using System.Diagnostics.Metrics;
using MGen.Replication;
using MGen.Telemetry;

namespace MGen.Grains;

/// <summary>
/// The metrics of a silo's partitions: instruments of the meter <c>MGen.Silo</c>, read by its health, too.
/// </summary>
public sealed class PartitionMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MGen.Silo";

    private readonly Meter _meter;
    private readonly Counter<long> _posts;
    private readonly Counter<long> _items;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _commit;

    // These return 0 until the host exists, because a collector may read the instruments earlier.
    private Func<long> _primaries = static () => 0;
    private Func<long> _backups = static () => 0;
    private Func<long> _alone = static () => 0;
    private long _drops;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">Creates the meter.</param>
    public PartitionMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _meter = factory.Create(MeterName);
        _posts = _meter.CreateCounter<long>("mgen.silo.posts", "{post}", "Batches of gateways that were committed");
        _items = _meter.CreateCounter<long>(
            "mgen.silo.deliveries",
            "{delivery}",
            "Frames and outcomes of joins that gateways have acknowledged"
        );
        _dropped = _meter.CreateCounter<long>(
            "mgen.silo.frames.dropped",
            "{frame}",
            "Accepted frames that were dropped, by reason"
        );
        _commit = _meter.CreateHistogram<double>(
            "mgen.silo.commit.duration",
            "s",
            "From the first post of a commit to its acknowledgement by every replica in sync",
            tags: null,
            Buckets.Seconds
        );
        _events = _meter.CreateCounter<long>(
            "mgen.silo.replica.events",
            "{event}",
            "Changes of this silo's replicas, by kind"
        );
        _meter.CreateObservableUpDownCounter(
            "mgen.silo.partitions",
            () => Partitions,
            "{partition}",
            "Partitions whose primary is this silo"
        );
        _meter.CreateObservableUpDownCounter(
            "mgen.silo.partitions.alone",
            () => PartitionsAlone,
            "{partition}",
            "Partitions whose primary is this silo and that have no backup"
        );
        _meter.CreateObservableUpDownCounter(
            "mgen.silo.backups",
            () => Backups,
            "{partition}",
            "Partitions of which this silo is a backup"
        );
    }

    /// <summary>Number of partitions whose primary is this silo.</summary>
    public long Partitions => _primaries();

    /// <summary>Number of partitions whose primary is this silo and that have no backup.</summary>
    public long PartitionsAlone => _alone();

    /// <summary>Number of partitions of which this silo has a backup's state.</summary>
    public long Backups => _backups();

    /// <summary>Accepted frames that were dropped, of all partitions that this silo leads.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>Counts dropped frames. Thread-safe.</summary>
    public void Dropped(DropReason reason, long count)
    {
        Interlocked.Add(ref _drops, count);
        _dropped.Add(count, new TagList { { "reason", reason } });
    }

    internal void Observe(Func<long> primaries, Func<long> backups, Func<long> alone)
    {
        _primaries = primaries;
        _backups = backups;
        _alone = alone;
    }

    internal void CountEvent(ReplicaEventKind kind) => _events.Add(1, new TagList { { "event", kind } });

    /// <summary>Whether <see cref="Committed"/> has a reader; otherwise the duration is not measured.</summary>
    internal bool WantsCommits => _commit.Enabled;

    internal void Committed(TimeSpan duration) => _commit.Record(duration.TotalSeconds);

    internal void Posted(int posts) => _posts.Add(posts);

    internal void Acknowledged(int items) => _items.Add(items);
}
