using MGen.Messenger.Dialing;
using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Attachments;

/// <summary>What the attachment transfers of a process share.</summary>
internal sealed class AttachmentServices(DeadlineScheduler scheduler, Dialers dialers, TimeSpan connectTimeLimit)
    : IDisposable
{
    /// <summary>
    /// Most transfers at once in a process; the others wait their turn. Each holds a TLS connection of its own.
    /// </summary>
    private const int MaxConcurrent = 1_024;

    /// <summary>
    /// Most transfers that run, wait their turn or wait to be tried again; beyond it new ones are given up. About 1 KB
    /// each.
    /// </summary>
    private const int MaxOutstanding = 65_536;

    private readonly SemaphoreSlim _turns = new(MaxConcurrent);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding = 1;

    /// <summary>The clock, and all waiting.</summary>
    public DeadlineScheduler Scheduler => scheduler;

    /// <summary>Make TCP connections to web servers.</summary>
    public Dialers Dialers => dialers;

    /// <summary>Within which such a connection must be there.</summary>
    public TimeSpan ConnectTimeLimit => connectTimeLimit;

    /// <summary>Transfers that are not over.</summary>
    public int OutstandingCount => Volatile.Read(ref _outstanding) - 1;

    /// <summary>Registers a transfer.</summary>
    /// <returns>Whether there is room for it; if so, <see cref="End"/> must follow.</returns>
    public bool TryBegin()
    {
        if (Interlocked.Increment(ref _outstanding) <= MaxOutstanding)
            return true;
        End();
        return false;
    }

    /// <summary>A registered transfer is over.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
            _drained.TrySetResult();
    }

    /// <summary>Waits for a turn to use the network; <see cref="ReleaseTurn"/> must follow.</summary>
    public Task WaitTurnAsync(CancellationToken cancellationToken) => _turns.WaitAsync(cancellationToken);

    /// <summary>Ends a turn.</summary>
    public void ReleaseTurn() => _turns.Release();

    /// <summary>
    /// Waits until all transfers are over. Called once, when nobody begins any more and all were cancelled.
    /// </summary>
    public Task DrainAsync()
    {
        End();
        return _drained.Task;
    }

    public void Dispose() => _turns.Dispose();
}
