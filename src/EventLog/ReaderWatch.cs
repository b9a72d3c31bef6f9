using System.Globalization;

namespace MGen.EventLog;

/// <summary>
/// Notices an output that takes nothing, and tells it. It has neither a timer nor clock reads of its own: whoever logs lends the time of the event,
/// so an idle program has no wake-up, and a stall is noticed by the first event that is logged a second after its begin.
/// </summary>
internal sealed class ReaderWatch(EventLogOptions options)
{
    /// <summary>A write that takes longer is a stall: 1 s. A disk that is busy is faster, a reader that only pauses is not worth a line.</summary>
    private const long StallNanoseconds = 1_000_000_000;

    private readonly Lock _gate = new();
    private long _writes;
    private long _writing;
    private long _watched;
    private long _watchedSince;
    private long _stalled;
    private bool _toldFull;
    private Task _told = Task.CompletedTask;

    /// <summary>The number of the write under way, from 1; 0: none.</summary>
    public long Writing => Volatile.Read(ref _writing);

    /// <summary>The output is given bytes. Only for the writer.</summary>
    public void WriteBegins() => Volatile.Write(ref _writing, ++_writes);

    /// <summary>The output took them, or failed. Only for the writer.</summary>
    /// <param name="clock">Read only if there was a stall.</param>
    /// <param name="dropped">Events dropped so far.</param>
    public void WriteEnds(TimeProvider clock, long dropped)
    {
        long write = _writing;
        Volatile.Write(ref _writing, 0);
        if (Volatile.Read(ref _stalled) != write)
            return;
        string after = options.IsLive ? string.Create(CultureInfo.InvariantCulture, $" after {(UnixTime.Nanoseconds(clock.GetUtcNow()) - _watchedSince) / 1e9:F1} s") : "";
        lock (_gate)
            _toldFull = false;
        Tell($"event log: its reader goes on{after}{(dropped == 0 ? "" : $"; {dropped:N0} lines were dropped so far")}");
    }

    /// <summary>Looks whether the write under way has lasted too long; any thread.</summary>
    /// <param name="now">The time of an event that is logged, in ns since the epoch.</param>
    public void Look(long now)
    {
        long writing = Volatile.Read(ref _writing);
        if (writing == 0 || !options.IsLive || writing == Volatile.Read(ref _stalled))
            return;
        if (Volatile.Read(ref _watched) != writing)
        {
            Volatile.Write(ref _watchedSince, now); // before the number: who sees the number sees its time, or a later one
            Volatile.Write(ref _watched, writing);
        }
        else if (now - Volatile.Read(ref _watchedSince) >= StallNanoseconds)
        {
            Stalled(writing);
        }
    }

    /// <summary>Somebody has waited for room for a second.</summary>
    public void Full()
    {
        lock (_gate)
        {
            if (_toldFull || Writing == 0)
                return;
            _toldFull = true;
            Volatile.Write(ref _stalled, Writing);
        }
        Tell($"event log: {options.QueueLimit:N0} lines wait and its reader takes nothing: {FullText}");
    }

    /// <summary>An event is dropped for want of room.</summary>
    public void Dropping()
    {
        if (!Volatile.Read(ref _toldFull))
            Full();
    }

    /// <summary>The output takes nothing any more.</summary>
    public void Failed(Exception why) => Tell($"event log: the output failed, from now on lines are only counted: {why.Message}");

    private string FullText => options.WhenFull == FullQueue.Drop
        ? "lines are dropped until it goes on"
        : "everything stands still until it goes on";

    private void Stalled(long writing)
    {
        if (Interlocked.Exchange(ref _stalled, writing) != writing)
            Tell($"event log: its reader has taken nothing for a second; up to {options.QueueLimit:N0} lines wait in memory, then {FullText}");
    }

    private void Tell(FormattableString sentence)
    {
        if (options.Tell is not { } tell)
            return;
        string text = sentence.ToString(CultureInfo.InvariantCulture);
        lock (_gate)
            _told = _told.ContinueWith(_ => tell(text), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
