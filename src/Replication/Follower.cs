using MGen.Wire;

namespace MGen.Replication;

/// <summary>How far a backup is, as its primary knows. One append is under way at a time.</summary>
/// <param name="node">The backup.</param>
/// <param name="acknowledged">How many inputs it has applied; -1 if that is not known yet.</param>
/// <param name="now">The time.</param>
internal sealed class Follower(NodeId node, long acknowledged, TimeSpan now)
{
    private TimeSpan? _sentAt;
    private TimeSpan? _silentSince;
    private TimeSpan _heardAt = now;

    public NodeId Node => node;

    /// <summary>How many inputs the backup has applied; -1 if that is not known yet.</summary>
    public long Acknowledged { get; private set; } = acknowledged;

    /// <summary>Whether an append is due: something is missing there, or it is time for a heartbeat; and none is under way, or the one under way is overdue.</summary>
    public bool MaySend(long applied, TimeSpan now, ReplicaSettings settings)
    {
        if (_sentAt is { } sent)
            return now - sent >= settings.RetransmitAfter;
        return Acknowledged < applied || now - _heardAt >= settings.HeartbeatEvery;
    }

    public void Sent(TimeSpan now)
    {
        _sentAt = now;
        _silentSince ??= now;
    }

    public void Acknowledge(long applied, TimeSpan now)
    {
        Acknowledged = Math.Max(Acknowledged, applied);
        _sentAt = null;
        _silentSince = null;
        _heardAt = now;
    }

    /// <summary>Counts the silence from now on.</summary>
    public void Forgive(TimeSpan now)
    {
        if (_silentSince is not null)
            _silentSince = now;
    }

    /// <summary>Whether nothing has been acknowledged for too long although something was sent.</summary>
    public bool IsSilent(TimeSpan now, ReplicaSettings settings) => now - _silentSince >= settings.AckTimeout;
}

/// <summary>Nodes that failed as backups, and until when they are not tried again.</summary>
internal sealed class BackOff(ReplicaSettings settings)
{
    private readonly Dictionary<NodeId, (TimeSpan Until, TimeSpan Length)> _failed = [];

    public bool Allows(NodeId node, TimeSpan now) => !_failed.TryGetValue(node, out (TimeSpan Until, TimeSpan Length) last) || now >= last.Until;

    public void Failed(NodeId node, TimeSpan now)
    {
        TimeSpan length = _failed.TryGetValue(node, out (TimeSpan Until, TimeSpan Length) last) ? 2 * last.Length : settings.FirstBackOff;
        length = length < settings.LongestBackOff ? length : settings.LongestBackOff;
        _failed[node] = (now + length, length);
    }

    public void Succeeded(NodeId node) => _failed.Remove(node);
}
