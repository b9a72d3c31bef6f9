namespace MGen.Messenger.Links;

/// <summary>
/// How long to wait before the next attempt: <c>retry</c>, doubled with each failure up to a cap. No jitter, for runs
/// must repeat; the start stagger has spread the conversations already.
/// </summary>
/// <param name="retry">The first wait, as configured. Taken as <see cref="Shortest"/> if shorter.</param>
internal sealed class Backoff(TimeSpan retry)
{
    /// <summary>Shortest wait, so that <c>retry: 0</c> does not spin: 10 ms.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The cap is the lower one of this and 16 times <c>retry</c>, but at least <c>retry</c>: a server that is back is
    /// found within a minute.
    /// </summary>
    public static readonly TimeSpan LongestGrown = TimeSpan.FromSeconds(60);

    private const int MaxDoublings = 4;

    private readonly TimeSpan _first = retry > Shortest ? retry : Shortest;
    private int _failures;
    private bool _mayReconnectAtOnce = true;

    /// <summary>An attempt failed.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan AfterFailure()
    {
        TimeSpan grown = _first * (1 << Math.Min(_failures++, MaxDoublings));
        TimeSpan cap = _first > LongestGrown ? _first : LongestGrown;
        return grown < cap ? grown : cap;
    }

    /// <summary>
    /// An established link ended. The next attempt is immediate, but only once if no link lives for <c>retry</c>: a
    /// server that takes links and drops them is not hammered.
    /// </summary>
    /// <param name="lived">How long the link was up.</param>
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
