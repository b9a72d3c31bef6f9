using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Links;

/// <summary>
/// The time within which a link must be usable; without it a port that never answers would hold a conversation for
/// ever. Keeps apart who cancelled: the limit, or whoever stops the program.
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

    /// <summary>Cancelled at the limit or on stop. Must be read before <see cref="Reached"/> is called.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Whether the limit passed.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>The link is usable: the limit is off.</summary>
    public void Reached() => _scheduler.Cancel(this);

    public void Dispose()
    {
        _scheduler.Cancel(this);
        _cancel.Dispose();
    }

    protected internal override void OnDue()
    {
        HasExpired = true;
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended in this very moment.
        }
    }
}
