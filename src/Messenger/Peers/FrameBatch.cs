using System.Collections.Concurrent;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// The frames that are sent together, usually by one socket call. Of a large body only the beginning is in the buffer;
/// the other zeros are counted and sent afterwards from <see cref="Zeros"/>.
/// </summary>
internal sealed class FrameBatch
{
    /// <summary>No frame is added to a batch of at least this size.</summary>
    private const int FullBytes = 32 * 1024;

    /// <summary>
    /// The largest part of a body in the buffer, in bytes. Most bodies are smaller and are sent in one call with their
    /// header.
    /// </summary>
    private const int MaxLaidOutBody = 16 * 1024;

    private readonly byte[] _bytes = new byte[FullBytes + WireLimits.MaxHeaderBytes + MaxLaidOutBody];
    private int _length;

    /// <summary>Zeros, to send the rest of a large body.</summary>
    public static ReadOnlyMemory<byte> Zeros { get; } = new byte[64 * 1024];

    /// <summary>The bytes to send first.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>How many zeros to send afterwards.</summary>
    public long TrailingZeros { get; private set; }

    /// <summary>Bytes of the batch, including the zeros.</summary>
    public long TotalBytes => _length + TrailingZeros;

    /// <summary>Whether another frame may be added.</summary>
    public bool HasRoom => _length < FullBytes && TrailingZeros == 0;

    /// <summary>Empties the batch for reuse.</summary>
    public void Clear() => (_length, TrailingZeros) = (0, 0);

    /// <summary>Adds a frame with its stamp.</summary>
    public void Add(in Frame frame, in PeerStamp stamp)
    {
        frame.Header.CopyTo(_bytes.AsSpan(_length));
        _length += frame.Header.Length;
        uint body = frame.BodyBytes(BodyRule.Peer);
        Span<byte> laidOut = _bytes.AsSpan(_length, (int)Math.Min(body, MaxLaidOutBody));
        // Without this, parts of earlier frames would be sent as a body, because the array is reused.
        laidOut.Clear();
        stamp.WriteTo(laidOut);
        _length += laidOut.Length;
        TrailingZeros = body - laidOut.Length;
    }
}

/// <summary>A pool of batches, so that an idle carrier holds none. Thread-safe.</summary>
internal sealed class FrameBatches
{
    /// <summary>
    /// The largest number of pooled batches, 50 kB each. More are needed only while many carriers write at the same
    /// time.
    /// </summary>
    private const int Kept = 64;

    private readonly ConcurrentBag<FrameBatch> _free = [];

    public FrameBatch Rent() => _free.TryTake(out FrameBatch? batch) ? batch : new FrameBatch();

    public void Return(FrameBatch batch)
    {
        // Several threads may pass at once; a few batches more do no harm.
        if (_free.Count < Kept)
            _free.Add(batch);
    }
}
