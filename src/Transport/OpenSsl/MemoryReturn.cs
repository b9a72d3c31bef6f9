namespace MGen.Transport.OpenSsl;

/// <summary>
/// Gives the allocator's unused pages back to the system some time after a burst of handshakes: glibc keeps them, and only its arenas' ends go back on their own. On a thread of the
/// pool: the event loop goes on meanwhile.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>From the end of a burst on: another one may follow at once.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private static int _isAbsent;

    private readonly ITimer _timer;

    public MemoryReturn(TimeProvider clock) =>
        _timer = clock.CreateTimer(static _ => Trim(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Does it after <see cref="Delay"/>, counted from the last call.</summary>
    public void Schedule() => _timer.Change(Delay, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private static void Trim()
    {
        if (Volatile.Read(ref _isAbsent) != 0)
            return;
        try
        {
            _ = LibC.malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            Volatile.Write(ref _isAbsent, 1); // not glibc
        }
    }
}
