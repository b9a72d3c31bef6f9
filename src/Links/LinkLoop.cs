namespace MGen.Links;

/// <summary>
/// What this member's links do in a turn of their thread, a round: (1) read what has come on all links → (2) what other threads want →
/// (3) what waited for the end of the round → (4) send, once per link. The busier, the more one round carries, and the fewer system calls a message costs.
/// </summary>
internal sealed class LinkLoop : IDisposable
{
    /// <summary>How often it looks who is gone.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(500);

    private readonly ILinkThread _thread;
    private readonly ITimer _timer;
    private readonly Queue<Action> _late = new();
    private readonly Queue<ILinkSocket> _unsent = new();
    private volatile bool _ended;

    public LinkLoop(ILinkThread thread, TimeProvider clock)
    {
        _thread = thread;
        thread.OnTurnEnd(Finish);
        _timer = clock.CreateTimer(static loop => ((LinkLoop)loop!).Post(((LinkLoop)loop).Tick), this, TickEvery, TickEvery);
    }

    /// <summary>Whether the caller runs on the loop's thread.</summary>
    public bool IsCurrent => _thread.IsCurrent;

    /// <summary>Raised twice a second, on the loop's thread.</summary>
    public event Action? Ticked;

    /// <summary>Lets the loop's thread do something soon; nothing after its end. Any thread.</summary>
    public void Post(Action work) => _thread.Post(work);

    /// <summary>Does something on the loop's thread. Any thread.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = CompleteAsync(work, done));
        return done.Task;
    }

    /// <summary>Does something at the end of this round, when all that has come was read. On the loop's thread.</summary>
    public void AtEndOfRound(Action work) => _late.Enqueue(work);

    /// <summary>A socket has something to send at the end of this round. On the loop's thread.</summary>
    public void FlushAtEndOfRound(ILinkSocket socket) => _unsent.Enqueue(socket);

    /// <summary>Serves a socket from now on. On the loop's thread.</summary>
    public void Add(ILinkSocket socket) => _thread.Watch(socket);

    /// <summary>No longer serves a socket. On the loop's thread.</summary>
    public void Remove(ILinkSocket socket) => _thread.Unwatch(socket);

    /// <summary>Nobody is looked after any more; the thread ends with its owner.</summary>
    public void Dispose()
    {
        _ended = true;
        _timer.Dispose();
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(await work());
        }
        catch (Exception failure)
        {
            done.TrySetException(failure);
        }
    }

    private void Tick() => Ticked?.Invoke();

    /// <summary>(3) and (4); what fails to leave may give more to do.</summary>
    private void Finish()
    {
        while (true)
        {
            if (_late.TryDequeue(out Action? work))
                work();
            else if (_unsent.TryDequeue(out ILinkSocket? socket))
                socket.Flush();
            else
                return;
        }
    }
}
