using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>
/// Passes entries from this gateway to one target: a group in this process, or a partition. One batch is outstanding at
/// a time, so that order is kept; entries posted in the meantime accumulate for the next batch. An idle link
/// passes entries on immediately. Entries for a group in this process are applied by the thread that passes them on.
/// Entries for a partition are submitted as a request, and the batch is retransmitted until it is accepted.
/// </summary>
internal sealed partial class GroupLink(IGroupTarget target, GroupLinkServices services)
{
    /// <summary>An empty list of pending entries with more capacity than this is released.</summary>
    private const int KeptEntries = 16;

    /// <summary>
    /// The work moves to the thread pool after this many batches in a row, because the first thread may be an event
    /// loop, which has other connections to serve.
    /// </summary>
    private const int BatchesInRow = 16;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private List<GroupEntry> _pending = [];
    private TaskCompletionSource? _space;
    private TaskCompletionSource? _drained;

    // Whether a thread passes batches on. A thread sets the flag under the lock, and then passes batches on until no
    // entries wait.
    private bool _busy;
    private bool _isProbing;

    /// <summary>The group's connections that share a home thread. Unused if the target is a partition.</summary>
    public Neighbours Neighbours { get; } = new();

    /// <summary>Entries that wait for the next batch.</summary>
    public int PendingEntries
    {
        get
        {
            lock (_lock)
                return _pending.Count;
        }
    }

    /// <summary>Posts entries, which follow those that wait already. Any thread.</summary>
    public void Post(params ReadOnlySpan<GroupEntry> entries)
    {
        if (entries.IsEmpty)
            return;
        lock (_lock)
        {
            if (_busy)
            {
                // The thread that passes batches on takes the entries. It may be this thread, further up the stack.
                _pending.AddRange(entries);
                return;
            }
            _busy = true;
        }
        // Outside the lock, because the group's connections may post to this link during the call, and because other
        // threads' posts must not wait.
        if (!TryApplyHere(entries))
        {
            lock (_lock)
                _pending.InsertRange(0, entries); // before entries that other threads have posted since
        }
        _ = PumpAsync(); // DrainAsync waits for its end
    }

    /// <summary>Submits an empty batch if the target asks for one and no batch is outstanding. Any thread.</summary>
    public void Probe()
    {
        lock (_lock)
        {
            if (_busy || !target.WantsProbe)
                return;
            _busy = true;
            _isProbing = true;
        }
        _ = PumpAsync(); // DrainAsync waits for its end
    }

    /// <summary>Completes when fewer entries wait than <see cref="GatewaySettings.MaxPendingEntries"/>.</summary>
    public Task WaitForSpaceAsync()
    {
        lock (_lock)
        {
            if (_pending.Count < services.Options.MaxPendingEntries)
                return Task.CompletedTask;
            _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _space.Task;
        }
    }

    /// <summary>Completes when all entries posted so far were accepted.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            if (!_busy)
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private async Task PumpAsync()
    {
        for (int batches = 1; NextBatch() is { } batch; batches++)
        {
            // An event loop must return to its sockets; a thread of the pool need not.
            if (batches % BatchesInRow == 0)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (!TryApplyHere(batch))
            {
                if (await TrySubmitAsync(batch) is { } failure)
                    await RetransmitAsync(batch, failure);
            }
        }
    }

    /// <summary>Applies entries if the target is a group in this process.</summary>
    /// <returns>False if the target is a partition; then nothing was applied.</returns>
    private bool TryApplyHere(ReadOnlySpan<GroupEntry> entries)
    {
        long start = services.Metrics.WantsGroupCalls ? services.Clock.GetTimestamp() : 0;
        try
        {
            if (!target.TryApply(entries))
                return false;
        }
        catch (Exception bug)
        {
            LogBug(services.Logger, target.Name, bug); // not retried: some entries may have been applied
        }
        if (start != 0)
            services.Metrics.GroupResponded(services.Clock.GetElapsedTime(start));
        return true;
    }

    private GroupEntry[]? NextBatch()
    {
        lock (_lock)
        {
            // Wakes all waiting readers, since the whole list is taken below. They continue on the thread pool, outside
            // the lock.
            _space?.TrySetResult();
            _space = null;
            // Under the lock: a post either adds to this batch, or sees that it must pass its entries on itself.
            _busy = _pending.Count > 0 || _isProbing;
            _isProbing = false;
            if (!_busy)
            {
                _drained?.TrySetResult();
                _drained = null;
                return null;
            }
            GroupEntry[] batch = [.. _pending]; // a copy: retransmission needs it while new entries accumulate
            _pending.Clear();
            if (_pending.Capacity > KeptEntries)
                _pending = [];
            return batch;
        }
    }

    /// <summary>
    /// Retransmits a batch until it is accepted or the gateway stops. Warns only after more than a second: a partition
    /// that moves, or has no primary yet when a cluster starts, is normal.
    /// </summary>
    private async Task RetransmitAsync(GroupEntry[] batch, Exception? failure)
    {
        bool hasWarned = false;
        for (TimeSpan wait = FirstRetry; failure is not null; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            if (wait >= LongestRetry && !hasWarned)
            {
                LogRetry(services.Logger, target.Name, failure.Message);
                hasWarned = true;
            }
            // Cancelled at the stop: the pump ends here, and _busy stays set, so that nothing is submitted any more.
            await Task.Delay(wait, services.Clock, services.Gateway.Stopping);
            failure = await TrySubmitAsync(batch);
        }
    }

    /// <summary>
    /// Submits a batch. Every failure is retried, even one caused by a bug: a link that gives up would silence the
    /// group permanently.
    /// </summary>
    /// <returns>Why the batch was not accepted; <c>null</c> if it was.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Exception?> TrySubmitAsync(GroupEntry[] batch)
    {
        long start = services.Metrics.WantsGroupCalls ? services.Clock.GetTimestamp() : 0;
        try
        {
            await target.SubmitAsync(batch);
        }
        catch (Exception failure) when (!services.Gateway.Stopping.IsCancellationRequested)
        {
            return failure;
        }
        if (start != 0)
            services.Metrics.GroupResponded(services.Clock.GetElapsedTime(start));
        return null;
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "{Target} has not accepted a batch for more than a second ({Reason}); the batch is retransmitted every second"
    )]
    private static partial void LogRetry(ILogger logger, string target, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Target} failed on a batch; the remaining entries of the batch are dropped")]
    private static partial void LogBug(ILogger logger, string target, Exception bug);
}
