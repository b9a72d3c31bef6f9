using System.Threading.Tasks.Sources;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// The single pending read, flush or accept of a socket. Its continuation runs on the thread that completes it: the
/// socket's home loop.
/// </summary>
internal sealed class HomeWaiter<T> : IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _core;

    // Volatile, because the loop's thread completes the wait, and an acceptor may wait on another thread.
    private volatile bool _isWaiting;

    public bool IsWaiting => _isWaiting;

    public ValueTask<T> WaitAsync()
    {
        _core.Reset();
        _isWaiting = true; // set last: from now on the home loop may complete it
        return new ValueTask<T>(this, _core.Version);
    }

    public void Complete(T result)
    {
        _isWaiting = false; // cleared first: the continuation runs inside SetResult and may wait again
        _core.SetResult(result);
    }

    public void Fail(Exception failure)
    {
        _isWaiting = false;
        _core.SetException(failure);
    }

    T IValueTaskSource<T>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _core.OnCompleted(continuation, state, token, flags);
}
