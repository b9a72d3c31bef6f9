using System.Diagnostics;
using System.Diagnostics.Metrics;

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
    private readonly Histogram<double> _commit;
    private long _partitions;
    private long _alone;
    private long _drops;

    /// <summary>Creates the instruments.</summary>
    public PartitionMetrics(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _meter = factory.Create(MeterName);
        _posts = _meter.CreateCounter<long>("mgen.silo.posts", "{post}", "Batches of gateways that were accepted");
        _items = _meter.CreateCounter<long>("mgen.silo.deliveries", "{delivery}", "Frames and answers that gateways have taken");
        _dropped = _meter.CreateCounter<long>("mgen.silo.frames.dropped", "{frame}", "Accepted frames that were given up, by reason");
        _commit = _meter.CreateHistogram<double>("mgen.silo.commit.duration", "s", "From applying a batch to the backup's word that it has it, too");
        _meter.CreateObservableUpDownCounter("mgen.silo.partitions", () => Partitions, "{partition}", "Partitions whose primary is here");
        _meter.CreateObservableUpDownCounter("mgen.silo.partitions.alone", () => PartitionsAlone, "{partition}", "Partitions whose primary is here, and that no other silo has a copy of");
    }

    /// <summary>Partitions whose primary is here.</summary>
    public long Partitions => Interlocked.Read(ref _partitions);

    /// <summary>Those of them that no other silo has a copy of.</summary>
    public long PartitionsAlone => Interlocked.Read(ref _alone);

    /// <summary>Accepted frames that were given up.</summary>
    public long Drops => Interlocked.Read(ref _drops);

    internal bool WantsCommits => _commit.Enabled;

    /// <summary>Counts frames that were given up.</summary>
    public void Dropped(DropReason reason, long count)
    {
        Interlocked.Add(ref _drops, count);
        _dropped.Add(count, new TagList { { "reason", reason } });
    }

    internal void ObserveBackups(Func<long> backups) =>
        _meter.CreateObservableUpDownCounter("mgen.silo.backups", backups, "{partition}", "Partitions of other silos that are kept here as well");

    internal void PartitionStarted() => Interlocked.Increment(ref _partitions);

    internal void PartitionEnded() => Interlocked.Decrement(ref _partitions);

    internal void BackupLost() => Interlocked.Increment(ref _alone);

    internal void BackupFound() => Interlocked.Decrement(ref _alone);

    internal void Posted(int posts) => _posts.Add(posts);

    internal void Taken(int items) => _items.Add(items);

    internal void Committed(TimeSpan duration) => _commit.Record(duration.TotalSeconds);
}
