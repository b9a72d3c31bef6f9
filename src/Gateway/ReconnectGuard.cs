namespace MGen.Gateway;

/// <summary>
/// Delays the connections of a client that connects too often, whatever the reason: more than
/// <see cref="GatewaySettings.ConnectionsPerSecond"/> in the long run, after a burst of
/// <see cref="GatewaySettings.ConnectionBurst"/>. Other clients are not delayed. Thread-safe.
/// </summary>
/// <typeparam name="TClient">What identifies a client: user and group, or an address.</typeparam>
internal sealed class ReconnectGuard<TClient>(GatewaySettings options, TimeProvider clock)
    where TClient : notnull
{
    /// <summary>
    /// Longest delay of one connection. With a longer delay a client could reach its own time-out for the connection
    /// and connect again immediately.
    /// </summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Entries are pruned when there are this many, or twice as many as the last pruning left.
    /// </summary>
    private const int LeastToPrune = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<TClient, (TimeSpan Expected, bool IsReported)> _arrivals = [];

    // By the monotonic clock: a time of day that is set back would delay every client's next connections.
    private readonly long _started = clock.GetTimestamp();
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / options.ConnectionsPerSecond;
    private int _pruneAt = LeastToPrune;

    /// <summary>
    /// Called when a client's connection is delayed for the first time, outside the lock. For the same client it is
    /// called again only after the client has connected at a permitted rate for a while.
    /// </summary>
    public Action<TClient>? Slowed { get; set; }

    /// <summary>Number of clients with an entry.</summary>
    internal int Clients
    {
        get
        {
            lock (_lock)
                return _arrivals.Count;
        }
    }

    /// <summary>
    /// Counts a connection by the generic cell rate algorithm (ITU-T I.371), which stores one time per client.
    /// </summary>
    /// <returns>How long the connection is delayed: from zero to <see cref="LongestDelay"/>.</returns>
    public TimeSpan Register(TClient client)
    {
        TimeSpan delay = Count(client, out bool isFirst);
        // Outside the lock, because the callback writes a log line.
        if (isFirst)
            Slowed?.Invoke(client);
        return delay <= TimeSpan.Zero ? TimeSpan.Zero
            : delay < LongestDelay ? delay
            : LongestDelay;
    }

    private TimeSpan Count(TClient client, out bool isFirst)
    {
        TimeSpan now = clock.GetElapsedTime(_started);
        lock (_lock)
        {
            (TimeSpan expected, bool isReported) = _arrivals.GetValueOrDefault(client);
            TimeSpan due = expected > now ? expected : now;
            TimeSpan delay = due - now - ((options.ConnectionBurst - 1) * _interval);
            // Without this bound, a storm of connections would delay the client long after the storm has ended.
            TimeSpan latest = now + (options.ConnectionBurst * _interval) + LongestDelay;
            isFirst = delay > TimeSpan.Zero && !isReported;
            _arrivals[client] = (
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
        foreach ((TClient client, (TimeSpan expected, _)) in _arrivals)
        {
            if (expected <= now)
                // Removing the current entry is allowed during the enumeration.
                _arrivals.Remove(client);
        }
        // With twice as many as remained, the cost of pruning per connection does not depend on the number of clients.
        _pruneAt = Math.Max(LeastToPrune, 2 * _arrivals.Count);
    }
}
