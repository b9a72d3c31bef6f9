using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Transport;

namespace MGen.Messenger.Attachments;

/// <summary>
/// The attachment transfers of one conversation: uploads run one after the other, downloads concurrently. A failed
/// transfer is retried until it succeeds or its proxy reports a permanent failure. Thread-safe.
/// </summary>
internal sealed class AttachmentTransfers : Deadline
{
    private readonly AttachmentServices _services;
    private readonly UserConfig _user;
    private readonly ConversationConfig _conversation;
    private readonly ConversationJournal _journal;
    private readonly CancellationToken _stop;
    private readonly Lock _gate = new();
    private Task _lastUpload = Task.CompletedTask;
    private WebClient? _client;
    private bool _isArmed;

    public AttachmentTransfers(
        AttachmentServices services,
        UserConfig user,
        ConversationConfig conversation,
        ConversationJournal journal,
        CancellationToken stop
    )
    {
        _services = services;
        _user = user;
        _conversation = conversation;
        _journal = journal;
        _stop = stop;
    }

    /// <summary>Uploads an attachment of <paramref name="size"/> bytes after all uploads requested before.</summary>
    public void Upload(uint size)
    {
        if (!TryBegin())
            return;
        lock (_gate)
            _lastUpload = UploadAfterAsync(_lastUpload, size);
    }

    /// <summary>Downloads an attachment of <paramref name="size"/> bytes.</summary>
    public void Download(uint size)
    {
        if (TryBegin())
            _ = DownloadAsync(size); // does not throw; AttachmentServices.DrainAsync awaits it
    }

    protected internal override void OnDue()
    {
        lock (_gate)
        {
            _isArmed = false;
            if (_client?.CloseIdle(_services.Scheduler.Now) is { } next)
                Arm(next);
        }
    }

    private bool TryBegin()
    {
        if (_services.TryBegin())
            return true;
        _journal.AttachmentDropped();
        return false;
    }

    private async Task UploadAfterAsync(Task previous, uint size)
    {
        await previous; // does not throw: each upload handles its own failure
        await RepeatAsync(
            client => client.UploadAsync(size),
            took => _journal.Uploaded(size, took),
            (client, why) => _journal.UploadFailed(client.UrlFor(size), why)
        );
    }

    private Task DownloadAsync(uint size) =>
        RepeatAsync(
            client => client.DownloadAsync(size),
            took => _journal.Downloaded(size, took),
            (_, why) => _journal.DownloadFailed(why)
        );

    /// <summary>Retries a transfer until it succeeds, fails permanently, or the program stops.</summary>
    private async Task RepeatAsync(
        Func<WebClient, Task> transfer,
        Action<TimeSpan> succeeded,
        Action<WebClient, string> failed
    )
    {
        await _services.YieldAsync(); // the caller holds a lock, or has yet to process the frame
        Backoff backoff = new(_conversation.Retry);
        WebClient client = Client();
        try
        {
            TimeSpan begun = _services.Scheduler.Now;
            while (await TryAsync(transfer, client) is { } failure)
            {
                failed(client, failure.Message);
                if (failure.IsFatal)
                {
                    _journal.AttachmentDropped();
                    return;
                }
                await _services.Scheduler.DelayAsync(backoff.AfterFailure(), _stop);
            }
            TimeSpan now = _services.Scheduler.Now;
            succeeded(now - begun);
            lock (_gate)
                Arm(now + WebClient.IdleTime);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
        catch (Exception fault)
        {
            _journal.Faulted(fault);
        }
        finally
        {
            _services.End();
        }
    }

    /// <returns>Why the attempt failed; <c>null</c> if it succeeded.</returns>
    private async Task<TransferException?> TryAsync(Func<WebClient, Task> transfer, WebClient client)
    {
        await _services.WaitForSlotAsync(_stop);
        try
        {
            await transfer(client);
            return null;
        }
        catch (TransferException failure)
        {
            return failure;
        }
        finally
        {
            _services.ReleaseSlot();
        }
    }

    /// <summary>The client of the conversation, created for the first transfer: most conversations have none.</summary>
    private WebClient Client()
    {
        lock (_gate)
            return _client ??= new WebClient(_services, _user, _conversation.WebServer, _stop);
    }

    /// <summary>
    /// Arms the deadline for <see cref="WebClient.CloseIdle"/>, unless it is already armed. The caller holds the lock.
    /// </summary>
    private void Arm(TimeSpan dueAt)
    {
        if (!_isArmed)
            _services.Scheduler.Arm(this, dueAt);
        _isArmed = true;
    }
}

/// <summary>What all attachment transfers of a process share, and the limits on their number.</summary>
/// <param name="scheduler">The clock and all deadlines.</param>
/// <param name="loop">The loop on which transfers begin; <c>null</c>: on threads of the pool.</param>
/// <param name="connector">Connects to web servers.</param>
/// <param name="connectTimeLimit">Time limit of connecting to a web server.</param>
internal sealed class AttachmentServices(
    DeadlineScheduler scheduler,
    SharedLoop? loop,
    ServerConnector connector,
    TimeSpan connectTimeLimit
) : IDisposable
{
    /// <summary>
    /// The largest number of transfers that use the network at the same time; others wait. Each has its own TLS
    /// connection.
    /// </summary>
    private const int MaxConcurrent = 1_024;

    /// <summary>
    /// The largest number of transfers that run, wait for a slot or wait for a retry. Further transfers are dropped.
    /// Each transfer uses about 1 KB.
    /// </summary>
    private const int MaxOutstanding = 65_536;

    private readonly SemaphoreSlim _slots = new(MaxConcurrent);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding = 1; // one too many until DrainAsync, so that no earlier End completes _drained

    /// <summary>The clock and all deadlines.</summary>
    public DeadlineScheduler Scheduler => scheduler;

    /// <summary>Connects to web servers.</summary>
    public ServerConnector Connector => connector;

    /// <summary>Time limit of connecting to a web server.</summary>
    public TimeSpan ConnectTimeLimit => connectTimeLimit;

    /// <summary>Transfers that have begun and not ended.</summary>
    public int OutstandingCount => Volatile.Read(ref _outstanding) - 1;

    /// <summary>Registers a transfer.</summary>
    /// <returns>Whether the limit allows it; if so, the caller must call <see cref="End"/> once.</returns>
    public bool TryBegin()
    {
        // Counted before the check, because several threads may begin at once and must not exceed the limit together.
        if (Interlocked.Increment(ref _outstanding) <= MaxOutstanding)
            return true;
        End();
        return false;
    }

    /// <summary>Ends a registered transfer.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
            _drained.TrySetResult();
    }

    /// <summary>
    /// Waits for permission to use the network; the caller must call <see cref="ReleaseSlot"/> afterwards.
    /// </summary>
    public Task WaitForSlotAsync(CancellationToken cancellationToken) => _slots.WaitAsync(cancellationToken);

    /// <summary>Yields to the caller. The continuation runs on the loop, or on the pool if there is no loop.</summary>
    public async Task YieldAsync()
    {
        if (loop is null)
            await Task.Yield();
        else
            await loop.YieldAsync();
    }

    /// <summary>Returns a slot.</summary>
    public void ReleaseSlot() => _slots.Release();

    /// <summary>
    /// Waits until all transfers have ended. Call it once, after all transfers were cancelled and when no further
    /// transfer can begin.
    /// </summary>
    public Task DrainAsync()
    {
        End();
        return _drained.Task;
    }

    public void Dispose() => _slots.Dispose();
}
