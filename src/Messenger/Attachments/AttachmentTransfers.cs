using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;

namespace MGen.Messenger.Attachments;

/// <summary>
/// One conversation's uploads, one after the other, and downloads, side by side. A failed transfer is tried again until
/// it succeeds, or until its proxy refuses in a way that no further attempt can change. When nothing was transferred
/// for <see cref="IdleTime"/> the connections are closed and their memory is given back. Any thread.
/// </summary>
internal sealed class AttachmentTransfers : Deadline
{
    /// <summary>How long unused connections are kept: that of the original's HTTP library.</summary>
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
    ) => (_services, _user, _conversation, _journal, _stop) = (services, user, conversation, journal, stop);

    /// <summary>
    /// Uploads an attachment of <paramref name="size"/> bytes after those that were asked for before.
    /// </summary>
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
            _ = DownloadAsync(size); // never fails, and is counted as outstanding
    }

    protected internal override void OnDue()
    {
        lock (_gate)
        {
            if (_users > 0)
                return;
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
            (client, why) => _journal.UploadFailed(client.UrlOf(size), why)
        );
    }

    private Task DownloadAsync(uint size) =>
        RepeatAsync(
            client => client.DownloadAsync(size, _stop),
            took => _journal.Downloaded(size, took),
            (_, why) => _journal.DownloadFailed(why)
        );

    /// <summary>Does a transfer until it succeeds, is hopeless, or the program stops.</summary>
    private async Task RepeatAsync(
        Func<WebClient, Task> transfer,
        Action<TimeSpan> succeeded,
        Action<WebClient, string> failed
    )
    {
        await Task.Yield(); // the caller holds a lock, or is on a link's turn
        Backoff backoff = new(_conversation.Retry);
        WebClient client = Acquire();
        try
        {
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
            Release();
            _services.End();
        }
    }

    /// <returns>Why it failed; <c>null</c> if it did not.</returns>
    private async Task<TransferFailure?> TryAsync(Func<WebClient, Task> transfer, WebClient client)
    {
        await _services.WaitTurnAsync(_stop);
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
            _services.ReleaseTurn();
        }
    }

    private WebClient Acquire()
    {
        lock (_gate)
        {
            _users++;
            return _client ??= new WebClient(_services, _user, _conversation.WebServer);
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

    /// <summary>Why an attempt failed, and whether every further one would.</summary>
    private sealed record TransferFailure(string Why, bool IsFatal);
}
