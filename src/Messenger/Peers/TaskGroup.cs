namespace MGen.Messenger.Peers;

/// <summary>Work that nobody waits for one by one, but all of it in the end. Any thread.</summary>
/// <param name="onFault">Told of an exception that some work ended with, which is a bug.</param>
internal sealed class TaskGroup(Action<Exception> onFault)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1;

    /// <summary>Runs work, first on the calling thread.</summary>
    public void Run(Func<Task> work)
    {
        Interlocked.Increment(ref _running);
        _ = RunOneAsync(work);
    }

    /// <summary>Waits until all work is over. Called once, when only running work begins more.</summary>
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
