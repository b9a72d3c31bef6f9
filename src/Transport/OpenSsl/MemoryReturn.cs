namespace MGen.Transport.OpenSsl;

/// <summary>
/// Returns unused memory to the system some time after a burst of handshakes: glibc keeps the pages of freed buffers
/// except at the ends of its arenas; and on a machine with large caches the managed heap grows by a hundred megabytes
/// before its youngest generation is collected. Runs on a pool thread. Event loops keep running while the allocator
/// is trimmed; the collection pauses them, once per burst.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>The wait after the end of a burst, since another burst may follow immediately.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>Least handshakes whose garbage, some 12 KB each, justifies a collection.</summary>
    private const int CollectedBurst = 500;

    private readonly ITimer _timer;
    private int _handshakes;
    private bool _hasNoTrim;

    public MemoryReturn(TimeProvider clock) =>
        _timer = clock.CreateTimer(
            static self => ((MemoryReturn)self!).Return(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    /// <summary>Returns memory after <see cref="Delay"/>, counted from the last call.</summary>
    /// <param name="handshakes">The number of handshakes that have ended since the last call.</param>
    public void Schedule(int handshakes)
    {
        Interlocked.Add(ref _handshakes, handshakes);
        _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Return()
    {
        if (Volatile.Read(ref _handshakes) >= CollectedBurst)
        {
            Interlocked.Exchange(ref _handshakes, 0);
            // Only this mode gives the pages back at once; it is worth its pause once per burst.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        Trim();
    }

    private void Trim()
    {
        if (_hasNoTrim)
            return;
        try
        {
            _ = LibC.malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            _hasNoTrim = true; // not glibc
        }
    }
}
