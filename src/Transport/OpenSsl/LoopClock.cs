namespace MGen.Transport.OpenSsl;

/// <summary>
/// The system's clock with timers that fire on an event loop's thread: the loop waits for its sockets no longer than
/// until the next timer. So a timer needs neither the runtime's timer thread nor the thread pool, and setting one on
/// the loop's thread makes no system call. After the loop has ended, timers are those of
/// <see cref="TimeProvider.System"/>.
/// </summary>
internal sealed class LoopClock(EventLoop loop) : TimeProvider, IHomeWork
{
    /// <summary>Most timers that are called before the loop serves its sockets again.</summary>
    private const int MostCalls = 64;

    private readonly Lock _gate = new();
    private readonly SortedSet<LoopTimer> _armed = new(LoopTimer.ByTime);
    private ILoopDeadlines? _guest;
    private long _timersMade;
    private long _lastRead;
    private bool _hasEnded;

    /// <summary>Reads the clock.</summary>
    public override long GetTimestamp()
    {
        long now = System.GetTimestamp();
        if (loop.IsCurrent)
            // Only the loop's thread sets _lastRead: other threads would race, and MillisecondsToNext needs the loop's
            // reading.
            _lastRead = now;
        return now;
    }

    /// <summary>
    /// Creates a timer. Its callback runs on the loop's thread, so it must not block or throw. Disposing a timer does
    /// not wait for its callback.
    /// </summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        LoopTimer timer = new(this, callback, state, Interlocked.Increment(ref _timersMade));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The deadlines of other code that runs on the loop; <c>null</c> if there is none.</summary>
    public ILoopDeadlines? Guest
    {
        get => Volatile.Read(ref _guest);
        set => Volatile.Write(ref _guest, value);
    }

    /// <summary>
    /// Calls due timers and the guest's deadlines. On the loop's thread; reads the clock once if any is armed.
    /// </summary>
    /// <returns>Whether any was due.</returns>
    public bool CallDue()
    {
        if (Earliest() is null && Guest?.UntilNext(_lastRead) is null)
            return false;
        long now = GetTimestamp();
        int called = 0;
        // Bounded: thousands of timers may be due at once, and the sockets wait meanwhile.
        for (; called < MostCalls && TakeDue(now) is { } due; called++)
            due.Call();
        return Guest?.CallDue(now) == true || called > 0;
    }

    /// <summary>
    /// How long the loop may wait for its sockets, in milliseconds, rounded up; -1 if no timer and no deadline is
    /// armed. On the loop's thread, after <see cref="CallDue"/>: uses the last reading of the clock.
    /// </summary>
    public int MillisecondsToNext()
    {
        TimeSpan? timer = Earliest() is { } earliest ? GetElapsedTime(_lastRead, earliest.DueAt) : null;
        TimeSpan? guest = Guest?.UntilNext(_lastRead);
        if ((timer ?? guest) is not { } wait)
            return -1;
        if (guest < wait)
            wait = guest.Value;
        return (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue);
    }

    /// <summary>Replaces the armed timers, and all that are armed later, by timers of the system.</summary>
    public void End()
    {
        LoopTimer[] armed;
        lock (_gate)
        {
            // Set under the lock: a timer is either in the copy below, or its Arm fails and the timer becomes one of
            // the system.
            _hasEnded = true;
            armed = [.. _armed];
            _armed.Clear();
        }
        foreach (LoopTimer timer in armed)
            // Called outside the lock: Detach takes the timer's own lock, and Change takes the timer's lock before this
            // one.
            timer.Detach();
    }

    /// <summary>Does nothing. Posted to the loop, it makes the loop compute its wait again.</summary>
    void IHomeWork.Execute() { }

    /// <summary>Arms a timer, or disarms it if there is no time.</summary>
    /// <returns>Whether the change took effect; if not, the loop has ended.</returns>
    private bool Arm(LoopTimer timer, long? dueAt)
    {
        bool isEarliest;
        lock (_gate)
        {
            // The timer is removed before its time changes, because the set is ordered by time.
            _armed.Remove(timer);
            if (_hasEnded)
                return false;
            if (dueAt is not { } time)
                return true;
            timer.DueAt = time;
            _armed.Add(timer);
            isEarliest = _armed.Min == timer;
        }
        // Only a new earliest timer shortens the wait of the loop. The empty work wakes the loop, which then computes
        // its wait again.
        if (isEarliest && !loop.IsCurrent)
            loop.Post(this);
        return true;
    }

    private LoopTimer? Earliest()
    {
        lock (_gate)
            return _armed.Min;
    }

    private LoopTimer? TakeDue(long now)
    {
        lock (_gate)
        {
            if (_armed.Min is not { } earliest || earliest.DueAt > now)
                return null;
            _armed.Remove(earliest);
            return earliest;
        }
    }

    private static long ToTicks(TimeSpan time) =>
        (long)Math.Ceiling(time.Ticks * ((double)System.TimestampFrequency / TimeSpan.TicksPerSecond));

    private sealed class LoopTimer(LoopClock clock, TimerCallback callback, object? state, long number) : ITimer
    {
        public static readonly IComparer<LoopTimer> ByTime = Comparer<LoopTimer>.Create(
            static (one, other) =>
                one.DueAt != other.DueAt ? one.DueAt.CompareTo(other.DueAt) : one.Number.CompareTo(other.Number)
        );

        private readonly Lock _gate = new();
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private ITimer? _successor;
        private bool _isDisposed;

        /// <summary>
        /// The timestamp at which the timer is due. Only <see cref="Arm"/> changes it, while the timer is not in the
        /// set.
        /// </summary>
        public long DueAt { get; set; }

        public long Number => number;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return false;
                _period = period;
                if (_successor is null && clock.Arm(this, TimeOf(dueTime)))
                    return true;
                _successor ??= System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return _successor.Change(dueTime, period);
            }
        }

        /// <summary>Continues as a timer of the system, because the loop has ended.</summary>
        public void Detach()
        {
            TimeSpan left = clock.GetElapsedTime(clock.GetTimestamp(), DueAt);
            Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
        }

        public void Call()
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return;
                if (_period > TimeSpan.Zero)
                    clock.Arm(this, TimeOf(_period));
            }
            // Called outside the lock: another thread may change or dispose the timer while the callback runs.
            callback(state);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                clock.Arm(this, null);
                _successor?.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private long? TimeOf(TimeSpan delay) =>
            delay == Timeout.InfiniteTimeSpan ? null : clock.GetTimestamp() + ToTicks(delay);
    }
}
