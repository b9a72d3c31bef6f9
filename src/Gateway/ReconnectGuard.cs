using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// Slows down a user who connects again and again, whatever the reason: <see cref="GatewayOptions.ConnectionsPerSecond"/> in the long run,
/// <see cref="GatewayOptions.ConnectionBurst"/> at once. Everybody else joins without delay. Thread-safe.
/// </summary>
internal sealed class ReconnectGuard(GatewayOptions options, TimeProvider clock)
{
    /// <summary>The longest delay of one join: above it a client's own limit for a connection could end the attempt, and the next would follow at once.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Entries are pruned when there are this many, or twice as many as the last time left.</summary>
    private const int LeastToPrune = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string User, string Group), DateTimeOffset> _arrivals = [];
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / options.ConnectionsPerSecond;
    private int _pruneAt = LeastToPrune;

    /// <summary>Users about whom something is remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _arrivals.Count;
        }
    }

    /// <summary>Counts a connection by the generic cell rate algorithm (ITU-T I.371), which keeps one time for each user.</summary>
    /// <returns>How long it waits before it joins; from zero to <see cref="LongestDelay"/>.</returns>
    public TimeSpan Register(Identifier user, Identifier group)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            (string, string) key = (user.Text, group.Text);
            DateTimeOffset due = _arrivals.TryGetValue(key, out DateTimeOffset expected) && expected > now ? expected : now;
            TimeSpan delay = due - now - ((options.ConnectionBurst - 1) * _interval);
            // Without a bound a storm of connections would keep its user out for long after its end.
            DateTimeOffset latest = now + (options.ConnectionBurst * _interval) + LongestDelay;
            _arrivals[key] = due + _interval < latest ? due + _interval : latest;
            if (_arrivals.Count >= _pruneAt)
                Prune(now);
            return delay <= TimeSpan.Zero ? TimeSpan.Zero : delay < LongestDelay ? delay : LongestDelay;
        }
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (((string, string) key, DateTimeOffset expected) in _arrivals)
        {
            if (expected <= now)
                _arrivals.Remove(key);
        }
        _pruneAt = Math.Max(LeastToPrune, 2 * _arrivals.Count);
    }
}
