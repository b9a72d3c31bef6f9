namespace MGen.Analysis.Original;

/// <summary>
/// Lets several threads work in parallel and write their results in a fixed order: each index may write when all lower
/// ones have ended. Indices must be started in order, so that at least one never waits. Thread-safe.
/// </summary>
internal sealed class TurnOrder
{
    private readonly object _changed = new();
    private int _turn;

    /// <summary>Whether this index, from 0, may write.</summary>
    public bool IsTurnOf(int place) => Volatile.Read(ref _turn) == place;

    /// <summary>Waits until this index may write.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public void WaitFor(int place, CancellationToken stop)
    {
        using CancellationTokenRegistration onStop = stop.Register(WakeAll);
        lock (_changed)
        {
            while (!IsTurnOf(place))
            {
                stop.ThrowIfCancellationRequested();
                Monitor.Wait(_changed);
            }
        }
    }

    /// <summary>Ends the index that may write, and lets the next one write.</summary>
    public void End()
    {
        lock (_changed)
        {
            _turn++;
            Monitor.PulseAll(_changed);
        }
    }

    private void WakeAll()
    {
        lock (_changed)
            Monitor.PulseAll(_changed);
    }
}
