using MGen.Transport;

namespace MGen.Gateway;

/// <summary>
/// For a client without resumption: which of the frames given to the socket its kernel has acknowledged. That is all anybody can know on the
/// original's wire; after a cut the others are sent again on the next connection.
/// </summary>
internal sealed class SentLedger(TlsConnection connection)
{
    private readonly Queue<(long Bytes, int Frames)> _flushes = new();
    private long _acknowledged;
    private int _askAt = 4;

    /// <summary>A flush has ended.</summary>
    public void Add(int frames)
    {
        _flushes.Enqueue((connection.BytesSent, frames));
        if (_flushes.Count < _askAt)
            return;
        Forget(connection.GetAcknowledgement().Bytes);
        _askAt = Math.Clamp(2 * _flushes.Count, 4, 1024);
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
            if (known.Bytes < 0)
                return Everything();
            Forget(known.Bytes);
            if (_flushes.Count == 0 || known.IsFinal || waited >= patience)
                return _acknowledged;
            await Task.Delay(step, clock);
        }
    }

    private long Everything()
    {
        Forget(long.MaxValue);
        return _acknowledged;
    }

    private void Forget(long bytes)
    {
        while (_flushes.TryPeek(out (long Bytes, int Frames) oldest) && oldest.Bytes <= bytes)
        {
            _acknowledged += oldest.Frames;
            _flushes.Dequeue();
        }
    }
}
