using MGen.Grains;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>
/// The way from this gateway to one group, or to the groups that share an inbox: one call at a time, so that order holds. While a call is under
/// way, what is read meanwhile gathers for the next one; an idle link posts at once. A batch is kept and repeated until it was taken.
/// </summary>
internal sealed partial class GroupLink(
    IGroupInbox inbox, GatewayIdentity gateway, GatewayOptions options, GatewayMetrics metrics, TimeProvider clock, ILogger logger)
{
    private const int KeptEntries = 16;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private List<GroupEntry> _pending = [];
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _drained;
    private bool _busy;
    private long _number;

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
            _pending.AddRange(entries);
            if (_busy)
                return;
            _busy = true;
        }
        _ = PumpAsync(); // DrainAsync waits for its end
    }

    /// <summary>Completes at once if there is room for more, else when there is.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_pending.Count < options.MaxPendingEntries)
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
        while (NextBatch() is { } batch)
            await SubmitAsync(batch);
    }

    private GroupBatch? NextBatch()
    {
        lock (_lock)
        {
            _room?.TrySetResult();
            _room = null;
            _busy = _pending.Count > 0;
            if (!_busy)
            {
                _drained?.TrySetResult();
                _drained = null;
                return null;
            }
            GroupBatch batch = new(gateway.Id, ++_number, [.. _pending]);
            _pending.Clear();
            if (_pending.Capacity > KeptEntries)
                _pending = [];
            return batch;
        }
    }

    private async Task SubmitAsync(GroupBatch batch)
    {
        for (TimeSpan wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                await CallAsync(batch);
                return;
            }
            catch (Exception failure) when (!gateway.Stopping.IsCancellationRequested)
            {
                // Whatever it is, a bug in a group included: a link that gave up would silence the group for good.
                LogRetry(logger, inbox.Name, failure.Message, wait);
            }
            await Task.Delay(wait, clock, gateway.Stopping);
        }
    }

    private async ValueTask CallAsync(GroupBatch batch)
    {
        if (!metrics.WantsGroupCalls)
        {
            await inbox.SubmitAsync(batch);
            return;
        }
        long start = clock.GetTimestamp();
        await inbox.SubmitAsync(batch);
        metrics.GroupAnswered(clock.GetElapsedTime(start));
    }

    [LoggerMessage(1, LogLevel.Warning, "{Inbox} did not answer ({Reason}); trying again in {Wait}")]
    private static partial void LogRetry(ILogger logger, string inbox, string reason, TimeSpan wait);
}
