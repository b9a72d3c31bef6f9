namespace MGen.Messenger.Scheduling;

/// <summary>
/// All deadlines of a process on one timer: a waiting conversation costs a place in a heap. Precise to about a
/// millisecond, as timers are; nothing is ever called early. Any thread may call it.
/// </summary>
internal sealed class DeadlineScheduler : IDisposable
{
    /// <summary>
    /// Longest time the timer is set for; a platform's timer takes 49 days at most, and a distribution may draw years.
    /// </summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly DeadlineHeap _heap = new();
    private TimeSpan _timerDueAt = TimeSpan.MaxValue;
    private bool _firing;
    private bool _stopped;

    /// <summary>Starts a time line: its zero is now.</summary>
    public DeadlineScheduler(TimeProvider clock)
    {
        _clock = clock;
        _origin = clock.GetTimestamp();
        StartedAt = clock.GetUtcNow();
        _timer = clock.CreateTimer(
            static state => ((DeadlineScheduler)state!).Fire(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>The time line's zero on the wall clock.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The present on the time line. A clock read.</summary>
    public TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>The date and time, for what is compared with other processes.</summary>
    public DateTimeOffset UtcNow => _clock.GetUtcNow();

    /// <summary>
    /// Arms a deadline, or moves it if it is armed. Times that have passed are due at once. After <see cref="Dispose"/>
    /// nothing is armed.
    /// </summary>
    public void Arm(Deadline deadline, TimeSpan dueAt)
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            _heap.Set(deadline, dueAt);
            SetTimer();
        }
    }

    /// <summary>Disarms a deadline.</summary>
    /// <returns>Whether it was armed; if not, it has been called, or is being called.</returns>
    public bool Cancel(Deadline deadline)
    {
        lock (_gate)
            return _heap.Remove(deadline);
    }

    /// <summary>Waits.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DelayDeadline deadline = new();
        Arm(deadline, Now + delay);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(
            static (state, token) => ((DelayDeadline)state!).Ended.TrySetCanceled(token),
            deadline
        );
        try
        {
            await deadline.Ended.Task;
        }
        finally
        {
            Cancel(deadline);
        }
    }

    /// <summary>Stops the timer. What is armed is never called any more.</summary>
    public void Dispose()
    {
        lock (_gate)
            _stopped = true;
        _timer.Dispose();
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_firing)
                return;
            (_firing, _timerDueAt) = (true, TimeSpan.MaxValue);
        }
        while (NextDue() is { } deadline)
            deadline.OnDue();
    }

    /// <summary>
    /// Takes the earliest deadline out if it is due; if none is, ends firing and sets the timer for the next.
    /// </summary>
    private Deadline? NextDue()
    {
        lock (_gate)
        {
            if (!_stopped && _heap.Earliest is { } earliest && earliest.DueAt <= Now)
            {
                _heap.Remove(earliest);
                return earliest;
            }
            _firing = false;
            SetTimer();
            return null;
        }
    }

    private void SetTimer()
    {
        if (_stopped || _firing || _heap.Earliest is not { } earliest || earliest.DueAt >= _timerDueAt)
            return;
        TimeSpan now = Now;
        TimeSpan wait = TimeSpan.FromMilliseconds(
            Math.Ceiling(Math.Clamp((earliest.DueAt - now).TotalMilliseconds, 0, LongestTimer.TotalMilliseconds))
        );
        _timerDueAt = now + wait;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private sealed class DelayDeadline : Deadline
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected internal override void OnDue() => Ended.TrySetResult();
    }
}
