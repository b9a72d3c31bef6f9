namespace MGen.Messenger.Peers;

/// <summary>Background work whose end is awaited as a whole. Thread-safe.</summary>
/// <param name="onFault">Receives an unhandled exception of the work: a bug.</param>
internal sealed class TaskGroup(Action<Exception> onFault)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1; // 1 more than there are, until DrainAsync: no earlier end completes _drained

    /// <summary>Starts work; its synchronous part runs on the calling thread.</summary>
    public void Run(Func<Task> work)
    {
        Interlocked.Increment(ref _running);
        _ = RunOneAsync(work);
    }

    /// <summary>Waits until all work has ended. Call it once, when only running work can still start more.</summary>
    public Task DrainAsync()
    {
        End();
        return _drained.Task;
    }

    private async Task RunOneAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault)
        {
            onFault(fault);
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _drained.TrySetResult();
    }
}
