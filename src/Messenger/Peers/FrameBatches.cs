using System.Collections.Concurrent;

namespace MGen.Messenger.Peers;

/// <summary>Keeps batches for the next who writes: a carrier that rests has none. Any thread.</summary>
internal sealed class FrameBatches
{
    /// <summary>Most batches kept, 50 kB each: more are only needed while many write at once.</summary>
    private const int Kept = 64;

    private readonly ConcurrentBag<FrameBatch> _free = [];

    public FrameBatch Rent() => _free.TryTake(out FrameBatch? batch) ? batch : new FrameBatch();

    public void Return(FrameBatch batch)
    {
        if (_free.Count < Kept)
            _free.Add(batch);
    }
}
