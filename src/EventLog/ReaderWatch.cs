using System.Globalization;

namespace MGen.EventLog;

/// <summary>
/// Detects and reports an output that accepts nothing. A write that has lasted a second is a stall; the next logged
/// event or a timer detects it, whichever is first. Only a write sets the timer (if it is not set already), so an idle
/// program has no wake-ups.
/// </summary>
internal sealed class ReaderWatch(EventLogOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// A write that takes longer than this is a stall: 1 s. A busy disk is faster, and a shorter pause of a reader
    /// needs no report.
    /// </summary>
    private const long StallNanoseconds = 1_000_000_000;

    private readonly Lock _gate = new();
    private long _writes;
    private long _writing;
    private long _writingSince;
    private long _stalled;
    private bool _isFullReported;
    private ITimer? _timer;
    private bool _isTimerSet;
    private Task _lastReport = Task.CompletedTask;

    /// <summary>The number of the write in progress, from 1; 0 if there is none.</summary>
    public long Writing => Volatile.Read(ref _writing);

    /// <summary>Notes that a write begins. Only for the writer.</summary>
    public void WriteBegins()
    {
        // Before the number, so that a thread that reads the number sees this time or a later one.
        if (MayStall)
            Volatile.Write(ref _writingSince, UnixTime.Nanoseconds(clock.GetUtcNow()));
        Volatile.Write(ref _writing, ++_writes);
        Interlocked.MemoryBarrier(); // either this thread sees that the timer is not set, or the timer sees this write
        if (MayStall && !Volatile.Read(ref _isTimerSet))
            SetTimer(StallNanoseconds);
    }

    /// <summary>Notes that a write has returned or failed. Only for the writer.</summary>
    /// <param name="dropped">Events dropped so far.</param>
    public void WriteEnds(long dropped)
    {
        // No fence: only this thread writes the number.
        long write = _writing;
        Volatile.Write(ref _writing, 0);
        // Only a reported stall has a report of its end.
        if (Volatile.Read(ref _stalled) != write)
            return;
        string after = options.IsLive
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" after {(UnixTime.Nanoseconds(clock.GetUtcNow()) - _writingSince) / 1e9:F1} s"
            )
            : "";
        lock (_gate)
            _isFullReported = false;
        Report(
            $"event log: its reader has resumed{after}{(dropped == 0 ? "" : $"; {dropped:N0} lines were dropped so far")}"
        );
    }

    /// <summary>
    /// Checks whether the write in progress has lasted too long. Every thread calls this method for every line, so it
    /// takes no lock and usually returns after its first comparison. Thread-safe.
    /// </summary>
    /// <param name="now">The time of an event being logged, in ns since the epoch.</param>
    public void Look(long now)
    {
        long writing = Volatile.Read(ref _writing);
        if (writing == 0 || !MayStall || writing == Volatile.Read(ref _stalled))
            return;
        if (now - Volatile.Read(ref _writingSince) >= StallNanoseconds)
            Stalled(writing);
    }

    /// <summary>Reports a full queue, once per stall and only while a write is in progress.</summary>
    public void Full()
    {
        lock (_gate)
        {
            // Between two writes the reader has just read: the queue is full, but nothing is stalled.
            if (_isFullReported || Writing == 0)
                return;
            _isFullReported = true;
            Volatile.Write(ref _stalled, Writing);
        }
        Report($"event log: {options.QueueLimit:N0} lines are queued and its reader does not read: {FullText}");
    }

    /// <summary>Reports, once per stall, that events are dropped because the queue is full.</summary>
    public void Dropping()
    {
        if (!Volatile.Read(ref _isFullReported))
            Full();
    }

    /// <summary>Reports that the output has failed.</summary>
    public void Failed(Exception why) =>
        Report($"event log: the output failed, further lines are counted but not written: {why.Message}");

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        lock (_gate)
            _timer?.Dispose();
    }

    private bool MayStall => options.IsLive && !options.OutputNeverWaits;

    private string FullText =>
        options.WhenFull == FullQueue.Drop
            ? "lines are dropped until it resumes"
            : "the program waits until it resumes";

    private void SetTimer(long nanoseconds)
    {
        Volatile.Write(ref _isTimerSet, true);
        lock (_gate)
        {
            _timer ??= clock.CreateTimer(
                static watch => ((ReaderWatch)watch!).OnTimer(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _timer.Change(TimeSpan.FromMicroseconds(nanoseconds / 1e3), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Reports the write in progress if it has lasted too long. Otherwise sets the timer to the end of the first second
    /// of the write.
    /// </summary>
    private void OnTimer()
    {
        // Clear the flag, then read the write. WriteBegins sets the write, then reads the flag, so that a write that
        // begins during this method is either seen here or sets the timer itself.
        Volatile.Write(ref _isTimerSet, false);
        Interlocked.MemoryBarrier();
        long writing = Writing;
        if (writing == 0 || writing == Volatile.Read(ref _stalled))
            return;
        long lasted = UnixTime.Nanoseconds(clock.GetUtcNow()) - Volatile.Read(ref _writingSince);
        if (lasted >= StallNanoseconds)
            Stalled(writing);
        else
            SetTimer(StallNanoseconds - lasted);
    }

    private void Stalled(long writing)
    {
        // A logging thread and the timer may both find the stall: one of them reports it.
        if (Interlocked.Exchange(ref _stalled, writing) != writing)
            Report(
                $"event log: its reader has not read for a second; up to {options.QueueLimit:N0} lines are queued in memory, then {FullText}"
            );
    }

    private void Report(FormattableString sentence)
    {
        if (options.Tell is not { } tell)
            return;
        string text = sentence.ToString(CultureInfo.InvariantCulture);
        lock (_gate)
            // Reports run on the pool, because the caller may be an event loop and stderr may block like the log. They
            // run one after the other, so that a stall is reported before its end.
            _lastReport = _lastReport.ContinueWith(
                _ => tell(text),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
    }
}
