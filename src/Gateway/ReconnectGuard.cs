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
    private readonly Dictionary<(string User, string Group), (DateTimeOffset Expected, bool IsTold)> _arrivals = [];
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / options.ConnectionsPerSecond;
    private int _pruneAt = LeastToPrune;

    /// <summary>Called, outside the lock, when a user is slowed down who was not before; again only after it has been quiet.</summary>
    public Action<Identifier, Identifier>? Slowed { get; set; }

    /// <summary>Users about whom something is remembered.</summary>
    internal int Users
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
        TimeSpan delay = Count(user, group, out bool isNews);
        if (isNews)
            Slowed?.Invoke(user, group);
        return delay <= TimeSpan.Zero ? TimeSpan.Zero : delay < LongestDelay ? delay : LongestDelay;
    }

    private TimeSpan Count(Identifier user, Identifier group, out bool isNews)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            (string, string) key = (user.Text, group.Text);
            (DateTimeOffset expected, bool isTold) = _arrivals.GetValueOrDefault(key);
            DateTimeOffset due = expected > now ? expected : now;
            TimeSpan delay = due - now - ((options.ConnectionBurst - 1) * _interval);
            // Without a bound a storm of connections would keep its user out for long after its end.
            DateTimeOffset latest = now + (options.ConnectionBurst * _interval) + LongestDelay;
            isNews = delay > TimeSpan.Zero && !isTold;
            _arrivals[key] = (due + _interval < latest ? due + _interval : latest, (isTold && expected > now) || isNews);
            if (_arrivals.Count >= _pruneAt)
                Prune(now);
            return delay;
        }
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (((string, string) key, (DateTimeOffset expected, _)) in _arrivals)
        {
            if (expected <= now)
                _arrivals.Remove(key);
        }
        _pruneAt = Math.Max(LeastToPrune, 2 * _arrivals.Count);
    }
}
