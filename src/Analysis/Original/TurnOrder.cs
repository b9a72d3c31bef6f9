namespace MGen.Analysis.Original;

/// <summary>
/// Lets several threads work at the same time, and write what they have in a fixed order: each place has its turn when all places before have ended
/// theirs. Places must be begun in their order, so that there is always one that need not wait. Any thread.
/// </summary>
internal sealed class TurnOrder
{
    private readonly object _changed = new();
    private int _turn;

    /// <summary>Whether it is this place's turn, from 0.</summary>
    public bool IsTurnOf(int place) => Volatile.Read(ref _turn) == place;

    /// <summary>Waits until it is this place's turn.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked.</exception>
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

    /// <summary>The place whose turn it is has ended.</summary>
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
