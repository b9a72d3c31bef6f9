using System.Threading.Tasks.Sources;

namespace MGen.Messenger.Links;

/// <summary>
/// An auto-reset signal for one waiter: any number of calls of <see cref="Set"/> complete one wait. Waiting allocates
/// nothing.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int None = 0;
    private const int Waiting = 1;
    private const int Signalled = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private int _state;

    /// <summary>
    /// Waits for <see cref="Set"/>, or returns immediately if <see cref="Set"/> was called since the last wait. The
    /// continuation runs inside <see cref="Set"/>, on the caller's thread.
    /// </summary>
    public ValueTask WaitAsync()
    {
        // Reset before Waiting is visible: from then on another thread may call SetResult.
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, None) == None)
            return new ValueTask(this, _core.Version);
        // The state was Signalled, and only this thread, the single waiter, leaves that state.
        Volatile.Write(ref _state, None);
        return ValueTask.CompletedTask;
    }

    /// <summary>Completes the current wait, or the next one if there is no current wait.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Signalled) != Waiting)
            return;
        // Before SetResult, which may run the continuation on this thread, and with it the next WaitAsync.
        Volatile.Write(ref _state, None);
        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _core.OnCompleted(continuation, state, token, flags);
}
