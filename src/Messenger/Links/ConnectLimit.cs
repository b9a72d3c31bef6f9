using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Links;

/// <summary>
/// The time limit of one connection attempt; without it, a port that never responds would block a conversation forever.
/// <see cref="HasExpired"/> distinguishes the limit from a stop of the program.
/// </summary>
internal sealed class ConnectLimit : Deadline, IDisposable
{
    private readonly DeadlineScheduler _scheduler;
    private readonly CancellationTokenSource _cancel;

    public ConnectLimit(DeadlineScheduler scheduler, TimeSpan limit, CancellationToken stop)
    {
        _scheduler = scheduler;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        scheduler.Arm(this, scheduler.Now + limit);
    }

    /// <summary>Cancelled at the limit or on stop. Read it before <see cref="Dispose"/> is called.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Whether the limit has passed.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>Disarms the limit, because the limited step is complete.</summary>
    public void Reached() => _scheduler.Cancel(this);

    public void Dispose()
    {
        _scheduler.Cancel(this);
        _cancel.Dispose();
    }

    protected internal override void OnDue()
    {
        // Set before Cancel, because its callbacks end the attempt and read this property to report the reason.
        HasExpired = true;
        try
        {
            // The scheduler calls this without its lock, so Dispose may come in between.
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended at the same moment, on another thread.
        }
    }
}
