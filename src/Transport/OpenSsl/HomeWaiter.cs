using System.Threading.Tasks.Sources;

namespace MGen.Transport.OpenSsl;

/// <summary>The one read, or the one flush, that waits on a connection. It continues on the thread that completes it: the connection's home.</summary>
internal sealed class HomeWaiter<T> : IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _core;

    public bool IsWaiting { get; private set; }

    public ValueTask<T> WaitAsync()
    {
        _core.Reset();
        IsWaiting = true;
        return new ValueTask<T>(this, _core.Version);
    }

    public void Complete(T result)
    {
        IsWaiting = false;
        _core.SetResult(result);
    }

    T IValueTaskSource<T>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
