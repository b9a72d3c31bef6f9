namespace MGen.Links;

/// <summary>
/// The work of one iteration of the links' thread: (1) read from all links → (2) run work posted by other threads → (3)
/// run work deferred to the end of the iteration → (4) send, once per link. Under load an iteration carries more
/// messages, so a message costs fewer system calls.
/// </summary>
internal sealed class LinkLoop : IDisposable
{
    /// <summary>Interval of <see cref="Ticked"/>.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(500);

    private readonly ILinkThread _thread;
    private readonly ITimer _timer;
    private readonly Queue<Action> _late = new();
    private readonly Queue<ILinkSocket> _unsent = new();
    private volatile bool _ended;

    public LinkLoop(ILinkThread thread, TimeProvider clock)
    {
        _thread = thread;
        thread.OnIterationEnd(Finish);
        _timer = clock.CreateTimer(
            // Posted: the timer fires on a thread of the pool, or on the loop itself if the clock is the loop's.
            static loop =>
                ((LinkLoop)loop!).Post(((LinkLoop)loop).Tick),
            this,
            TickEvery,
            TickEvery
        );
    }

    /// <summary>Whether the caller runs on the loop's thread.</summary>
    public bool IsCurrent => _thread.IsCurrent;

    /// <summary>Raised twice a second, on the loop's thread.</summary>
    public event Action? Ticked;

    /// <summary>
    /// Queues an action for the loop's thread, which runs it in its next iteration at the latest. Thread-safe.
    /// </summary>
    public void Post(Action work) => _thread.Post(work);

    /// <summary>Runs asynchronous work on the loop's thread and returns its result. Thread-safe.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        // The caller runs on another thread, and its continuation must not run on the loop's thread.
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = CompleteAsync(work, done));
        return done.Task;
    }

    /// <summary>
    /// Defers work to the end of this iteration, after all links have been read. On the loop's thread.
    /// </summary>
    public void AtEndOfIteration(Action work) => _late.Enqueue(work);

    /// <summary>Flushes a socket at the end of this iteration. On the loop's thread.</summary>
    public void FlushAtEndOfIteration(ILinkSocket socket) => _unsent.Enqueue(socket);

    /// <summary>Serves a socket from now on. On the loop's thread.</summary>
    public void Add(ILinkSocket socket) => _thread.Watch(socket);

    /// <summary>Stops serving a socket. On the loop's thread.</summary>
    public void Remove(ILinkSocket socket) => _thread.Unwatch(socket);

    /// <summary>Stops the timer. The thread belongs to its creator and keeps running.</summary>
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

    /// <summary>Steps (3) and (4). A failed send may defer more work, hence the loop.</summary>
    private void Finish()
    {
        while (true)
        {
            // All deferred work runs before the first send, so that its messages leave in the same send.
            if (_late.TryDequeue(out Action? work))
                work();
            else if (_unsent.TryDequeue(out ILinkSocket? socket))
                socket.Flush();
            else
                return;
        }
    }
}
