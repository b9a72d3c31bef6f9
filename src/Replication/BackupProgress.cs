using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// What a primary knows of one backup, or of the receiver of a finished transfer. One append to it is outstanding at a
/// time.
/// </summary>
/// <param name="node">The backup.</param>
/// <param name="acknowledged">How many inputs it has applied; -1 if that is not known yet.</param>
/// <param name="now">The host's time.</param>
internal sealed class BackupProgress(NodeId node, long acknowledged, TimeSpan now)
{
    private TimeSpan? _sentAt;
    private TimeSpan? _silentSince;
    private TimeSpan _heardAt = now;

    public NodeId Node => node;

    /// <summary>How many inputs the backup has applied; -1 if that is not known yet.</summary>
    public long Acknowledged { get; private set; } = acknowledged;

    /// <summary>
    /// Whether to send an append now. If an append is outstanding, it must be overdue; if none is, the backup must lack
    /// inputs or a heartbeat must be due.
    /// </summary>
    public bool MaySend(long applied, TimeSpan now, ReplicaSettings settings)
    {
        // With two outstanding appends the later one could arrive first. The backup would report a gap, and the primary
        // would remove it from the row.
        if (_sentAt is { } sent)
            return now - sent >= settings.RetransmitAfter;
        return Acknowledged < applied || now - _heardAt >= settings.HeartbeatEvery;
    }

    public void Sent(TimeSpan now)
    {
        _sentAt = now;
        // Not restarted by a retransmission: silence counts from the first append without a response.
        _silentSince ??= now;
    }

    public void Acknowledge(long applied, TimeSpan now)
    {
        // A delayed acknowledgement must not lower the count, because the inputs before the count may be trimmed from
        // the log already.
        Acknowledged = Math.Max(Acknowledged, applied);
        _sentAt = null;
        _silentSince = null;
        _heardAt = now;
    }

    /// <summary>Restarts the count of the backup's silence, because this process was paused.</summary>
    public void Forgive(TimeSpan now)
    {
        if (_silentSince is not null)
            _silentSince = now;
    }

    /// <summary>Whether the backup has not acknowledged within <see cref="ReplicaSettings.AckTimeout"/>.</summary>
    public bool IsSilent(TimeSpan now, ReplicaSettings settings) => now - _silentSince >= settings.AckTimeout;
}

/// <summary>
/// Nodes that failed as backups, and when each node may be tried again. The interval doubles with each failure, up to a
/// limit.
/// </summary>
internal sealed class BackOff(ReplicaSettings settings)
{
    private readonly Dictionary<NodeId, (TimeSpan Until, TimeSpan Length)> _failed = [];

    public bool Allows(NodeId node, TimeSpan now) =>
        !_failed.TryGetValue(node, out (TimeSpan Until, TimeSpan Length) last) || now >= last.Until;

    public void Failed(NodeId node, TimeSpan now)
    {
        TimeSpan length = _failed.TryGetValue(node, out (TimeSpan Until, TimeSpan Length) last)
            ? 2 * last.Length
            : settings.FirstBackOff;
        length = length < settings.LongestBackOff ? length : settings.LongestBackOff;
        _failed[node] = (now + length, length);
    }

    public void Succeeded(NodeId node) => _failed.Remove(node);
}
