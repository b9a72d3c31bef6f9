using MGen.Transport;

namespace MGen.Messenger.Scheduling;

/// <summary>
/// Runs all deadlines of a process, so that a waiting conversation costs only an entry in a heap: on an event loop,
/// which waits for its sockets no longer than until the earliest deadline, or else on one timer of a clock. As precise
/// as the platform's timer, about 1 ms; never calls a deadline early. Thread-safe.
/// </summary>
internal sealed class DeadlineScheduler : ILoopDeadlines, IHomeWork, IDisposable
{
    /// <summary>
    /// Longest wait of the timer. The platform's timer accepts at most 49 days, but a distribution may draw years.
    /// </summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock;
    private readonly SharedLoop? _loop;
    private readonly long _origin;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private readonly DeadlineHeap _heap = new();
    private TimeSpan _timerDueAt = TimeSpan.MaxValue;
    private bool _firing;
    private bool _stopped;

    /// <summary>Creates a scheduler whose time line starts now, at zero.</summary>
    /// <param name="clock">Tells the time.</param>
    /// <param name="loop">
    /// The loop that calls the deadlines, whose clock is <paramref name="clock"/>; <c>null</c>: a timer of the clock.
    /// </param>
    public DeadlineScheduler(TimeProvider clock, SharedLoop? loop = null)
    {
        _clock = clock;
        _loop = loop;
        _origin = clock.GetTimestamp();
        StartedAt = clock.GetUtcNow();
        if (loop is not null)
            loop.Deadlines = this;
        else
            _timer = clock.CreateTimer(
                static state => ((DeadlineScheduler)state!).Fire(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
    }

    /// <summary>The wall-clock time of the time line's zero.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The current time on the time line. Reads the clock.</summary>
    public TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>The date and time, for what is compared with other processes.</summary>
    public DateTimeOffset UtcNow => _clock.GetUtcNow();

    /// <summary>
    /// Arms a deadline, or moves it if it is armed. A time in the past is due immediately. Ignored after
    /// <see cref="Dispose"/>.
    /// </summary>
    public void Arm(Deadline deadline, TimeSpan dueAt)
    {
        bool isEarliest;
        lock (_gate)
        {
            if (_stopped)
                return;
            _heap.Set(deadline, dueAt);
            isEarliest = _heap.Earliest == deadline;
            if (_loop is null && isEarliest)
                SetTimer(Now);
        }
        // The loop asks for the earliest deadline after each iteration: only a wait in progress must be cut short.
        // Outside the lock, because a post may be a system call.
        if (_loop is { IsCurrent: false } && isEarliest)
            _loop.Post(this);
    }

    /// <summary>Disarms a deadline.</summary>
    /// <returns>Whether it was armed. If not, it was never armed, was cancelled, or its call has begun.</returns>
    public bool Cancel(Deadline deadline)
    {
        lock (_gate)
            return _heap.Remove(deadline);
    }

    /// <summary>
    /// Waits for a delay. The caller continues on the thread that runs deadlines, so it must not block there.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DelayDeadline deadline = new();
        Arm(deadline, Now + delay);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(
            static (state, token) => ((DelayDeadline)state!).Cancel(token),
            deadline
        );
        try
        {
            await deadline.Ended;
        }
        finally
        {
            Cancel(deadline);
        }
    }

    /// <summary>Stops the timer, or leaves the loop. Armed deadlines are not called any more.</summary>
    public void Dispose()
    {
        lock (_gate)
            _stopped = true;
        _timer?.Dispose();
        if (_loop?.Deadlines == this)
            _loop.Deadlines = null;
    }

    /// <inheritdoc/>
    TimeSpan? ILoopDeadlines.UntilNext(long now)
    {
        lock (_gate)
            return _stopped ? null : _heap.Earliest?.DueAt - _clock.GetElapsedTime(_origin, now);
    }

    /// <inheritdoc/>
    bool ILoopDeadlines.CallDue(long now) => CallDue(_clock.GetElapsedTime(_origin, now));

    /// <summary>Does nothing: posted to the loop, it makes the loop ask for the earliest deadline.</summary>
    void IHomeWork.Execute() { }

    private void Fire()
    {
        lock (_gate)
        {
            if (_firing)
                return; // another thread runs the due deadlines, and will also run those due by now
            _firing = true;
            _timerDueAt = TimeSpan.MaxValue;
        }
        // Until nothing has become due meanwhile, which would otherwise wait for one more timer.
        while (CallDue(Now)) { }
    }

    /// <summary>
    /// Calls the deadlines that are due at a time, outside the lock, because a deadline takes its conversation's lock,
    /// under which others call <see cref="Arm"/>.
    /// </summary>
    /// <returns>Whether any was due. If none was, the timer is set for the next one.</returns>
    private bool CallDue(TimeSpan now)
    {
        bool hasCalled = false;
        for (; NextDue(now, isLast: !hasCalled) is { } deadline; hasCalled = true)
            // Without the lock, in the order of the due times. A deadline may arm itself or others again.
            deadline.OnDue();
        return hasCalled;
    }

    /// <summary>
    /// Removes and returns the earliest deadline if it is due. Otherwise, if no other was, ends firing and sets the
    /// timer.
    /// </summary>
    private Deadline? NextDue(TimeSpan now, bool isLast)
    {
        lock (_gate)
        {
            if (!_stopped && _heap.Earliest is { } earliest && earliest.DueAt <= now)
            {
                _heap.Remove(earliest);
                return earliest;
            }
            // In one step with the check: an Arm after it sees that nothing fires and sets the timer itself.
            if (isLast)
            {
                _firing = false;
                SetTimer(now);
            }
            return null;
        }
    }

    private void SetTimer(TimeSpan now)
    {
        if (
            _stopped
            || _firing
            || _timer is null
            || _heap.Earliest is not { } earliest
            || earliest.DueAt >= _timerDueAt
        )
            return;
        // Rounded up: a timer that fires before the deadline would have to be set again.
        TimeSpan wait = TimeSpan.FromMilliseconds(
            Math.Ceiling(Math.Clamp((earliest.DueAt - now).TotalMilliseconds, 0, LongestTimer.TotalMilliseconds))
        );
        _timerDueAt = now + wait;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Its waiter continues on the thread that runs deadlines, or after a cancellation on one of the pool.
    /// </summary>
    private sealed class DelayDeadline : Deadline
    {
        // Its continuation runs inside OnDue: a switch to the pool would cost each waiting conversation a context
        // switch.
        private readonly TaskCompletionSource _ended = new();

        public Task Ended => _ended.Task;

        // The thread that cancels may hold locks.
        public void Cancel(CancellationToken token) =>
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Ended.TrySetCanceled(state.Token),
                (Ended: _ended, Token: token),
                preferLocal: false
            );

        protected internal override void OnDue() => _ended.TrySetResult();
    }
}

/// <summary>An action at a planned time. It can be armed, moved and cancelled any number of times.</summary>
internal abstract class Deadline
{
    /// <summary>When it is due, on the scheduler's time line. Only the scheduler changes it.</summary>
    internal TimeSpan DueAt { get; set; }

    /// <summary>Its index in the scheduler's heap; -1 while it is not armed. Only the heap changes it.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>
    /// Called when the deadline is due, at <see cref="DueAt"/> or later, on the thread of the loop or of the timer,
    /// without a lock; it is disarmed first. All deadlines run one after the other, so it must be short and must not
    /// throw. A concurrent move or cancellation may come too late to prevent the call.
    /// </summary>
    protected internal abstract void OnDue();
}
