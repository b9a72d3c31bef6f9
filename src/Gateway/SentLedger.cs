using MGen.Transport;

namespace MGen.Gateway;

/// <summary>
/// For a client without resumption: which of the frames given to the socket its kernel has acknowledged. That is all anybody can know on the
/// original's wire; after a cut the others are sent again on the next connection.
/// </summary>
internal sealed class SentLedger(TlsConnection connection)
{
    /// <summary>Frames before the kernel is asked: a system call each time.</summary>
    private const int FewestToAsk = 16;

    /// <summary>Where the frames end that were not acknowledged when last asked, counted in encrypted bytes.</summary>
    private readonly Queue<long> _ends = new(4);
    private long _lastEnd = connection.BytesWritten;
    private long _acknowledged;
    private int _askAt = FewestToAsk;

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
        Forget(connection.GetAcknowledgement().Bytes);
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
            Acknowledgement known = connection.GetAcknowledgement();
            Forget(known.Bytes < 0 ? long.MaxValue : known.Bytes);
            if (_ends.Count == 0 || known.IsFinal || waited >= patience)
                return _acknowledged;
            await Task.Delay(step, clock);
        }
    }

    private void Forget(long bytes)
    {
        for (; _ends.TryPeek(out long end) && end <= bytes; _acknowledged++)
            _ends.Dequeue();
    }
}
