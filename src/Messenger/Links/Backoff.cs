namespace MGen.Messenger.Links;

/// <summary>
/// Computes the wait before the next connection attempt: <c>retry</c>, doubled after each failure up to a cap. Without
/// jitter, so that runs are reproducible; the stagger has already spread the conversations.
/// </summary>
/// <param name="retry">The first wait, from the configuration; at least <see cref="Shortest"/> is used.</param>
internal sealed class Backoff(TimeSpan retry)
{
    /// <summary>Shortest wait, so that <c>retry: 0</c> does not spin: 10 ms.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The longest wait, unless <c>retry</c> itself is longer. A wait also never exceeds 16 times <c>retry</c>. With
    /// this bound a restarted server is found within a minute.
    /// </summary>
    public static readonly TimeSpan LongestGrown = TimeSpan.FromSeconds(60);

    private const int MaxDoublings = 4;

    private readonly TimeSpan _first = retry > Shortest ? retry : Shortest;
    private int _failures;
    private bool _mayReconnectAtOnce = true;

    /// <summary>Records a failed attempt.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan AfterFailure()
    {
        TimeSpan grown = _first * (1 << Math.Min(_failures++, MaxDoublings));
        TimeSpan cap = _first > LongestGrown ? _first : LongestGrown;
        return grown < cap ? grown : cap;
    }

    /// <summary>
    /// Records the end of an established connection. The next attempt is immediate, but only once until a connection
    /// lasts for <c>retry</c>: a server that accepts connections and drops them must not be flooded.
    /// </summary>
    /// <param name="lived">How long the connection lasted.</param>
    /// <returns>How long to wait.</returns>
    public TimeSpan AfterBreak(TimeSpan lived)
    {
        if (lived >= _first)
            (_failures, _mayReconnectAtOnce) = (0, true);
        if (!_mayReconnectAtOnce)
            return AfterFailure();
        _mayReconnectAtOnce = false;
        return TimeSpan.Zero;
    }
}
