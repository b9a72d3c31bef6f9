using MGen.Transport;

namespace MGen.Gateway;

/// <summary>
/// Which of the frames given to the socket the client's kernel has, as far as it has acknowledged them. For a client without resumption that is all anybody
/// can know on the original's wire; after a cut the others are sent again on the next connection, but for those of the last moments before a reset, which
/// may have arrived: such a client gets each message at most once. For all clients the ledger bounds what is under way.
/// </summary>
internal sealed class SentLedger(TlsConnection connection)
{
    /// <summary>Frames before the kernel is asked: a system call each time.</summary>
    private const int FewestToAsk = 32;

    private static readonly TimeSpan FirstStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(128);

    /// <summary>Where the frames end that were not acknowledged when last asked, counted in encrypted bytes.</summary>
    private readonly Queue<long> _ends = new(4);
    private long _lastEnd = connection.BytesWritten;
    private long _acknowledged;
    private bool _isFinal;
    private int _askAt = FewestToAsk;

    /// <summary>Frames that were not acknowledged when last asked.</summary>
    public int Unacknowledged => _ends.Count;

    /// <summary>Whether, when last asked, the kernel still had some to send or to send again.</summary>
    public bool MayStillArrive => _ends.Count > 0 && !_isFinal;

    /// <summary>
    /// A frame was written, unless the connection has ended: then it left no bytes. Counted here and not when the flush has ended: of one that
    /// is cut short some frames arrive.
    /// </summary>
    public void Add()
    {
        long end = connection.BytesWritten;
        if (end == _lastEnd)
            return;
        _lastEnd = end;
        _ends.Enqueue(end);
        if (_ends.Count < _askAt)
            return;
        Ask();
        _askAt = Math.Clamp(2 * _ends.Count, FewestToAsk, Math.Max(1024, _ends.Count + 256));
    }

    /// <summary>Waits until all was acknowledged or it is clear that no more will be.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="patience">Longest wait.</param>
    /// <returns>Frames that arrived at the client's kernel since the connection's start.</returns>
    public async ValueTask<long> SettleAsync(TimeProvider clock, TimeSpan patience)
    {
        for (TimeSpan waited = TimeSpan.Zero, step = TimeSpan.FromMilliseconds(10); ; waited += step, step *= 2)
        {
            Ask();
            if (!MayStillArrive || waited >= patience)
                return _acknowledged;
            await Task.Delay(step, clock);
        }
    }

    /// <summary>Waits until few enough frames are under way, or the connection has ended. Continues anywhere.</summary>
    /// <param name="limit">Fewer than these.</param>
    /// <param name="clock">The clock.</param>
    public async ValueTask CatchUpAsync(int limit, TimeProvider clock)
    {
        for (TimeSpan step = FirstStep; _ends.Count >= limit && connection.End == ConnectionEnd.None; step = step < LongestStep ? 2 * step : step)
        {
            Ask();
            if (_ends.Count >= limit)
                await Task.Delay(step, clock); // the kernel has no event for it
        }
    }

    /// <summary>Asks the kernel, and forgets what was acknowledged.</summary>
    private void Ask()
    {
        Acknowledgement known = connection.GetAcknowledgement();
        long bytes = known.Bytes < 0 ? long.MaxValue : Math.Max(known.Bytes, known.Presumed); // where nothing can be known, all counts as arrived
        for (; _ends.TryPeek(out long end) && end <= bytes; _acknowledged++)
            _ends.Dequeue();
        _isFinal = known.IsFinal;
    }
}
