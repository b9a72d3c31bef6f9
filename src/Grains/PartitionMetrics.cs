using System.Diagnostics;
using System.Diagnostics.Metrics;
using MGen.Replication;
using MGen.Telemetry;

namespace MGen.Grains;

/// <summary>What a silo counts of its partitions, as instruments of the meter <c>MGen.Silo</c>, and for the silo's health.</summary>
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
    private Func<long> _primaries = static () => 0;
    private Func<long> _backups = static () => 0;
    private Func<long> _alone = static () => 0;
    private long _drops;

    /// <summary>Creates the instruments.</summary>
    public PartitionMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _meter = factory.Create(MeterName);
        _posts = _meter.CreateCounter<long>("mgen.silo.posts", "{post}", "Batches of gateways that were accepted");
        _items = _meter.CreateCounter<long>("mgen.silo.deliveries", "{delivery}", "Frames and answers that gateways have taken");
        _dropped = _meter.CreateCounter<long>("mgen.silo.frames.dropped", "{frame}", "Accepted frames that were given up, by reason");
        _commit = _meter.CreateHistogram<double>("mgen.silo.commit.duration", "s", "From the first post of a commit to its acknowledgement by every replica in sync", tags: null, Buckets.Seconds);
        _events = _meter.CreateCounter<long>("mgen.silo.replica.events", "{event}", "Changes of this silo's replicas, by kind");
        _meter.CreateObservableUpDownCounter("mgen.silo.partitions", () => Partitions, "{partition}", "Partitions whose primary is here");
        _meter.CreateObservableUpDownCounter("mgen.silo.partitions.alone", () => PartitionsAlone, "{partition}", "Partitions whose primary is here, and that no other silo has a copy of");
        _meter.CreateObservableUpDownCounter("mgen.silo.backups", () => Backups, "{partition}", "Partitions of other silos of which this silo has a copy");
    }

    /// <summary>Partitions whose primary is here.</summary>
    public long Partitions => _primaries();

    /// <summary>Those of them that no other silo has a copy of.</summary>
    public long PartitionsAlone => _alone();

    /// <summary>Partitions of other silos of which this silo has a copy.</summary>
    public long Backups => _backups();

    /// <summary>Accepted frames that were given up.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    /// <summary>Counts frames that were given up.</summary>
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

    internal void Happened(ReplicaEventKind kind) => _events.Add(1, new TagList { { "event", kind } });

    internal bool WantsCommits => _commit.Enabled;

    internal void Committed(TimeSpan duration) => _commit.Record(duration.TotalSeconds);

    internal void Posted(int posts) => _posts.Add(posts);

    internal void Taken(int items) => _items.Add(items);
}
