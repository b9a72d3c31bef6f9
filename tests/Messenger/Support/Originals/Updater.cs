namespace MGen.Messenger.Tests.Support.Originals;

/// <summary>
/// A slot for the newest value, like the one by which the original's threads pass sockets: an unread value is replaced.
/// </summary>
internal sealed class Updater<T>
    where T : class
{
    private readonly Lock _gate = new();
    private T? _value;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many values were replaced before they were read.</summary>
    public int Replaced { get; private set; }

    public void Send(T value)
    {
        lock (_gate)
        {
            Replaced += _value is null ? 0 : 1;
            _value = value;
            _arrived.TrySetResult();
        }
    }

    public T? TryReceive()
    {
        lock (_gate)
        {
            T? value = _value;
            if (value is not null)
                (_value, _arrived) = (
                    null,
                    new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
                );
            return value;
        }
    }

    /// <summary>Completes when a value is available, without removing it.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
            return _arrived.Task;
    }

    public async Task<T> ReceiveAsync(CancellationToken cancel)
    {
        while (true)
        {
            await WaitAsync().WaitAsync(cancel);
            if (TryReceive() is { } value)
                return value;
        }
    }
}
