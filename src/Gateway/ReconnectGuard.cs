namespace MGen.Gateway;

/// <summary>
/// Delays the joins of a user who connects too often, whatever the reason: more than
/// <see cref="GatewaySettings.ConnectionsPerSecond"/> in the long run, after a burst of
/// <see cref="GatewaySettings.ConnectionBurst"/>. Other users are not delayed. Thread-safe.
/// </summary>
internal sealed class ReconnectGuard(GatewaySettings options, TimeProvider clock)
{
    /// <summary>
    /// Longest delay of one join. A longer one could exceed a client's own time-out for a connection, and the client
    /// would connect again immediately.
    /// </summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Entries are pruned when there are this many, or twice as many as remained after the last time.
    /// </summary>
    private const int LeastToPrune = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string User, string Group), (TimeSpan Expected, bool IsReported)> _arrivals = [];

    // By the monotonic clock: a time of day that is set back would delay every user's next joins.
    private readonly long _started = clock.GetTimestamp();
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / options.ConnectionsPerSecond;
    private int _pruneAt = LeastToPrune;

    /// <summary>
    /// Called, outside the lock, when the first join of a user is delayed; again only after the user has connected less
    /// often for a time.
    /// </summary>
    public Action<string, string>? Slowed { get; set; }

    /// <summary>Number of users with an entry.</summary>
    internal int Users
    {
        get
        {
            lock (_lock)
                return _arrivals.Count;
        }
    }

    /// <summary>
    /// Counts a connection by the generic cell rate algorithm (ITU-T I.371), which needs one time per user.
    /// </summary>
    /// <returns>How long the connection's join is delayed: from zero to <see cref="LongestDelay"/>.</returns>
    public TimeSpan Register(string user, string group)
    {
        TimeSpan delay = Count(user, group, out bool isFirst);
        // Outside the lock: it writes a log line.
        if (isFirst)
            Slowed?.Invoke(user, group);
        return delay <= TimeSpan.Zero ? TimeSpan.Zero
            : delay < LongestDelay ? delay
            : LongestDelay;
    }

    private TimeSpan Count(string user, string group, out bool isFirst)
    {
        TimeSpan now = clock.GetElapsedTime(_started);
        lock (_lock)
        {
            (string, string) key = (user, group);
            (TimeSpan expected, bool isReported) = _arrivals.GetValueOrDefault(key);
            TimeSpan due = expected > now ? expected : now;
            TimeSpan delay = due - now - ((options.ConnectionBurst - 1) * _interval);
            // Without a bound, a storm of connections would delay its user for long after its end.
            TimeSpan latest = now + (options.ConnectionBurst * _interval) + LongestDelay;
            isFirst = delay > TimeSpan.Zero && !isReported;
            _arrivals[key] = (
                due + _interval < latest ? due + _interval : latest,
                (isReported && expected > now) || isFirst
            );
            if (_arrivals.Count >= _pruneAt)
                Prune(now);
            return delay;
        }
    }

    private void Prune(TimeSpan now)
    {
        foreach (((string, string) key, (TimeSpan expected, _)) in _arrivals)
        {
            if (expected <= now)
                // Removing the current entry is allowed during the enumeration.
                _arrivals.Remove(key);
        }
        // Twice as many as remained: the cost of pruning stays constant per connection, however many users there are.
        _pruneAt = Math.Max(LeastToPrune, 2 * _arrivals.Count);
    }
}
