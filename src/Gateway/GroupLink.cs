using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>
/// The way from this gateway to one group, or to all that share an inbox: one batch at a time, so that order holds. While the inbox takes one,
/// what is read meanwhile gathers for the next; an idle link posts at once. Entries for a group in this process are applied on the caller's thread; others
/// are submitted by a call, and the batch is kept and retransmitted until it was taken.
/// </summary>
internal sealed partial class GroupLink(IGroupInbox inbox, GroupLinkServices services)
{
    private const int KeptEntries = 16;

    /// <summary>Batches that one thread takes to the group in a row, before a pool thread goes on: an event loop has other connections, too.</summary>
    private const int BatchesInRow = 16;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private List<GroupEntry> _pending = [];
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _drained;
    private bool _busy;
    private bool _isProbing;

    /// <summary>Which of the group's connections share a home; not used where an inbox is of several groups.</summary>
    public Neighbours Neighbours { get; } = new();

    /// <summary>Entries that wait for the next call.</summary>
    public int PendingEntries
    {
        get
        {
            lock (_lock)
                return _pending.Count;
        }
    }

    /// <summary>Posts entries behind those that wait. Any thread.</summary>
    public void Post(params ReadOnlySpan<GroupEntry> entries)
    {
        if (entries.IsEmpty)
            return;
        lock (_lock)
        {
            if (_busy)
            {
                _pending.AddRange(entries);
                return;
            }
            _busy = true;
        }
        if (!TryApplyHere(entries))
        {
            lock (_lock)
                _pending.InsertRange(0, entries); // before what came meanwhile
        }
        _ = PumpAsync(); // DrainAsync waits for its end
    }

    /// <summary>Submits an empty batch if the inbox wants one and no batch is under way. Any thread.</summary>
    public void Probe()
    {
        lock (_lock)
        {
            if (_busy || !inbox.WantsProbe)
                return;
            _busy = true;
            _isProbing = true;
        }
        _ = PumpAsync(); // DrainAsync waits for its end
    }

    /// <summary>Completes at once if there is room for more, else when there is.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_pending.Count < services.Options.MaxPendingEntries)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Completes when everything posted so far was taken.</summary>
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
            if (batches % BatchesInRow == 0)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (!TryApplyHere(batch))
            {
                if (await TrySubmitAsync(batch) is { } failure)
                    await RepeatAsync(batch, failure);
            }
        }
    }

    /// <summary>Applies entries to a group in this process.</summary>
    /// <returns>False, and nothing was applied, if it is elsewhere.</returns>
    private bool TryApplyHere(ReadOnlySpan<GroupEntry> entries)
    {
        long start = services.Metrics.WantsGroupCalls ? services.Clock.GetTimestamp() : 0;
        try
        {
            if (!inbox.TryApply(entries))
                return false;
        }
        catch (Exception bug)
        {
            LogBug(services.Logger, inbox.Name, bug); // repeating what was applied in part would double it
        }
        if (start != 0)
            services.Metrics.GroupAnswered(services.Clock.GetElapsedTime(start));
        return true;
    }

    private GroupEntry[]? NextBatch()
    {
        lock (_lock)
        {
            _room?.TrySetResult();
            _room = null;
            _busy = _pending.Count > 0 || _isProbing;
            _isProbing = false;
            if (!_busy)
            {
                _drained?.TrySetResult();
                _drained = null;
                return null;
            }
            GroupEntry[] batch = [.. _pending];
            _pending.Clear();
            if (_pending.Capacity > KeptEntries)
                _pending = [];
            return batch;
        }
    }

    /// <summary>Until it is taken, or the gateway ends. A partition that only moves, or that nobody leads yet as a cluster starts, is no reason to warn.</summary>
    private async Task RepeatAsync(GroupEntry[] batch, Exception? failure)
    {
        bool hasWarned = false;
        for (TimeSpan wait = FirstRetry; failure is not null; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            if (wait >= LongestRetry && !hasWarned)
            {
                LogRetry(services.Logger, inbox.Name, failure.Message);
                hasWarned = true;
            }
            await Task.Delay(wait, services.Clock, services.Gateway.Stopping);
            failure = await TrySubmitAsync(batch);
        }
    }

    /// <summary>Whatever goes wrong, a bug in a group included, is tried again: a link that gave up would silence the group for good.</summary>
    /// <returns>Why it was not taken; <c>null</c> if it was.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Exception?> TrySubmitAsync(GroupEntry[] batch)
    {
        long start = services.Metrics.WantsGroupCalls ? services.Clock.GetTimestamp() : 0;
        try
        {
            await inbox.SubmitAsync(batch);
        }
        catch (Exception failure) when (!services.Gateway.Stopping.IsCancellationRequested)
        {
            return failure;
        }
        if (start != 0)
            services.Metrics.GroupAnswered(services.Clock.GetElapsedTime(start));
        return null;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Inbox} has not accepted a batch for more than a second ({Reason}); it is retransmitted every second")]
    private static partial void LogRetry(ILogger logger, string inbox, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Inbox} failed on a batch; its rest is lost")]
    private static partial void LogBug(ILogger logger, string inbox, Exception bug);
}
