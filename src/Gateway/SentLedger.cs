using MGen.Transport;

namespace MGen.Gateway;

/// <summary>
/// Counts how many of the frames written to a socket the client's kernel has acknowledged. The original's wire format
/// reveals nothing more about a client without resumption. When its connection breaks, the unacknowledged frames are
/// retransmitted on the next connection. Frames of the last moments before a reset are not, because they may have
/// arrived, and such a client must receive each message at most once. For all clients the ledger bounds the frames in
/// flight.
/// </summary>
internal sealed class SentLedger(TlsConnection connection)
{
    /// <summary>
    /// The kernel is queried only when this many frames are unacknowledged, because each query is a system call.
    /// </summary>
    private const int FewestToQuery = 32;

    private static readonly TimeSpan FirstStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(128);

    /// <summary>The end of each unacknowledged frame, in encrypted bytes since the connection's start.</summary>
    private readonly Queue<long> _ends = new(4);
    private long _lastEnd = connection.BytesWritten;
    private long _acknowledged;
    private bool _isFinal;
    private int _queryAt = FewestToQuery;

    /// <summary>Frames that were not acknowledged at the last query.</summary>
    public int Unacknowledged => _ends.Count;

    /// <summary>Whether, at the last query, the kernel still had frames to send or to retransmit.</summary>
    public bool MayStillArrive => _ends.Count > 0 && !_isFinal;

    /// <summary>
    /// Queries the kernel if many frames are unacknowledged. Called before a batch is written, because no query can
    /// find the batch's frames acknowledged before they are flushed.
    /// </summary>
    public void BeginBatch()
    {
        if (_ends.Count < _queryAt)
            return;
        Query();
        // The threshold is twice the backlog, which saves queries for a client that acknowledges late. The bound on
        // the threshold keeps the backlog small.
        _queryAt = Math.Clamp(2 * _ends.Count, FewestToQuery, Math.Max(1024, _ends.Count + 256));
    }

    /// <summary>
    /// Notes the frame just written, unless the connection has ended and the frame added no bytes. Called before the
    /// flush, because some frames may arrive even if the flush is cut short.
    /// </summary>
    public void Add()
    {
        long end = connection.BytesWritten;
        // The transport drops frames that are written after the connection's end; they were never sent.
        if (end == _lastEnd)
            return;
        _lastEnd = end;
        _ends.Enqueue(end);
    }

    /// <summary>Waits until all frames are acknowledged or no further acknowledgement can come.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="limit">
    /// The wait ends at the first query after this time. The time between queries doubles from 10 ms.
    /// </param>
    /// <returns>Frames that have arrived at the client's kernel since the connection's start.</returns>
    public async ValueTask<long> SettleAsync(TimeProvider clock, TimeSpan limit)
    {
        for (TimeSpan waited = TimeSpan.Zero, step = TimeSpan.FromMilliseconds(10); ; waited += step, step *= 2)
        {
            Query();
            // Checked after the query: with a limit of zero this is exactly one query.
            if (!MayStillArrive || waited >= limit)
                return _acknowledged;
            await Task.Delay(step, clock);
        }
    }

    /// <summary>
    /// Waits until fewer than <paramref name="limit"/> frames are unacknowledged, or the connection has ended. The
    /// continuation runs on any thread.
    /// </summary>
    /// <param name="limit">The bound on unacknowledged frames; at least 1.</param>
    /// <param name="clock">The clock.</param>
    public async ValueTask CatchUpAsync(int limit, TimeProvider clock)
    {
        TimeSpan step = FirstStep;
        while (_ends.Count >= limit && connection.End == ConnectionEnd.None)
        {
            Query();
            if (_ends.Count >= limit)
                await Task.Delay(step, clock); // polls: the kernel has no event for acknowledgements
            step = step < LongestStep ? 2 * step : step;
        }
    }

    /// <summary>Queries the kernel, and removes the frames that it reports as acknowledged.</summary>
    private void Query()
    {
        Acknowledgement known = connection.GetAcknowledgement();
        // Where the system does not report acknowledgements, all frames count as arrived.
        long bytes = known.Bytes < 0 ? long.MaxValue : Math.Max(known.Bytes, known.Presumed);
        // A frame counts only as a whole: the client cannot use a part of it.
        for (; _ends.TryPeek(out long end) && end <= bytes; _acknowledged++)
            _ends.Dequeue();
        _isFinal = known.IsFinal;
    }
}
