using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;

namespace MGen.Messenger.Attachments;

/// <summary>
/// The attachment transfers of one conversation: uploads run one after the other, downloads concurrently. A failed
/// transfer is retried until it succeeds or its proxy reports a permanent failure. After <see cref="IdleTime"/> without
/// a transfer the connections are closed. Thread-safe.
/// </summary>
internal sealed class AttachmentTransfers : Deadline
{
    /// <summary>How long idle connections are kept: the default of the original's HTTP library.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(90);

    private readonly AttachmentServices _services;
    private readonly UserConfig _user;
    private readonly ConversationConfig _conversation;
    private readonly ConversationJournal _journal;
    private readonly CancellationToken _stop;
    private readonly Lock _gate = new();
    private Task _lastUpload = Task.CompletedTask;
    private WebClient? _client;
    private int _users;

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
            if (_users > 0)
                return; // a transfer has begun since; its end arms the deadline again
            _client?.Dispose();
            _client = null;
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
        await previous;
        await RepeatAsync(
            client => client.UploadAsync(size, _stop),
            took => _journal.Uploaded(size, took),
            (client, why) => _journal.UploadFailed(client.UrlFor(size), why)
        );
    }

    private Task DownloadAsync(uint size) =>
        RepeatAsync(
            client => client.DownloadAsync(size, _stop),
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
        await Task.Yield(); // the caller holds a lock or runs on a connection's event loop
        Backoff backoff = new(_conversation.Retry);
        WebClient? client = null;
        try
        {
            client = Acquire();
            TimeSpan begun = _services.Scheduler.Now;
            while (await TryAsync(transfer, client) is { } failure)
            {
                failed(client, failure.Why);
                if (failure.IsFatal)
                {
                    _journal.AttachmentDropped();
                    return;
                }
                await _services.Scheduler.DelayAsync(backoff.AfterFailure(), _stop);
            }
            succeeded(_services.Scheduler.Now - begun);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
        catch (Exception fault)
        {
            _journal.Faulted(fault);
        }
        finally
        {
            if (client is not null)
                Release();
            _services.End();
        }
    }

    /// <returns>Why the attempt failed; <c>null</c> if it succeeded.</returns>
    private async Task<TransferFailure?> TryAsync(Func<WebClient, Task> transfer, WebClient client)
    {
        await _services.WaitForSlotAsync(_stop);
        try
        {
            await transfer(client);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new TransferFailure(
                failure is HttpRequestException { InnerException: { } cause } ? cause.Message : failure.Message,
                failure.InnerException is SocksException { IsFatal: true }
            );
        }
        catch (OperationCanceledException timeout) when (!_stop.IsCancellationRequested)
        {
            return new TransferFailure(timeout.Message, IsFatal: false);
        }
        finally
        {
            _services.ReleaseSlot();
        }
    }

    private WebClient Acquire()
    {
        lock (_gate)
        {
            // The client first: if its file of trusted certificates is unreadable now, it has no users.
            _client ??= new WebClient(_services, _user, _conversation.WebServer);
            _users++;
            return _client;
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            _users--;
            if (_stop.IsCancellationRequested && _users == 0)
                _client?.Dispose();
            else
                _services.Scheduler.Arm(this, _services.Scheduler.Now + IdleTime);
        }
    }

    /// <summary>Why an attempt failed, and whether the failure is permanent.</summary>
    private sealed record TransferFailure(string Why, bool IsFatal);
}

/// <summary>What all attachment transfers of a process share, and the limits on their number.</summary>
internal sealed class AttachmentServices(DeadlineScheduler scheduler, Dialers dialers, TimeSpan connectTimeLimit)
    : IDisposable
{
    /// <summary>Most transfers that use the network at a time; others wait. Each has its own TLS connection.</summary>
    private const int MaxConcurrent = 1_024;

    /// <summary>
    /// Most transfers that run, wait for a slot or wait for a retry; new ones beyond it are dropped. Each uses about 1
    /// KB.
    /// </summary>
    private const int MaxOutstanding = 65_536;

    private readonly SemaphoreSlim _slots = new(MaxConcurrent);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding = 1; // 1 more than there are, until DrainAsync: no earlier End completes _drained

    /// <summary>The clock and all deadlines.</summary>
    public DeadlineScheduler Scheduler => scheduler;

    /// <summary>Creates the TCP connections to web servers.</summary>
    public Dialers Dialers => dialers;

    /// <summary>Time limit of connecting to a web server.</summary>
    public TimeSpan ConnectTimeLimit => connectTimeLimit;

    /// <summary>Transfers that have begun and not ended.</summary>
    public int OutstandingCount => Volatile.Read(ref _outstanding) - 1;

    /// <summary>Registers a transfer.</summary>
    /// <returns>Whether the limit allows it; if so, the caller must call <see cref="End"/> once.</returns>
    public bool TryBegin()
    {
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

    /// <summary>Returns a slot.</summary>
    public void ReleaseSlot() => _slots.Release();

    /// <summary>
    /// Waits until all transfers have ended. Call it once, after all were cancelled and when none can begin any more.
    /// </summary>
    public Task DrainAsync()
    {
        End();
        return _drained.Task;
    }

    public void Dispose() => _slots.Dispose();
}
