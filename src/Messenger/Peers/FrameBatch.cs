using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// The frames that one call of a socket takes. Only the start of a large body is laid out; the rest of its zeros follow
/// by number.
/// </summary>
internal sealed class FrameBatch
{
    /// <summary>No frame is added behind so many bytes.</summary>
    private const int FullBytes = 32 * 1024;

    /// <summary>
    /// Of a body at most so many bytes are laid out: most bodies are smaller, and go with their header in one call.
    /// </summary>
    private const int MaxLaidOutBody = 16 * 1024;

    private readonly byte[] _bytes = new byte[FullBytes + WireLimits.MaxHeaderBytes + MaxLaidOutBody];
    private int _length;

    /// <summary>Zeros to write.</summary>
    public static ReadOnlyMemory<byte> Zeros { get; } = new byte[64 * 1024];

    /// <summary>The bytes to write first.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>How many zeros follow.</summary>
    public long TrailingZeros { get; private set; }

    /// <summary>Bytes in all.</summary>
    public long TotalBytes => _length + TrailingZeros;

    /// <summary>Whether another frame may be added.</summary>
    public bool HasRoom => _length < FullBytes && TrailingZeros == 0;

    /// <summary>Begins anew.</summary>
    public void Clear() => (_length, TrailingZeros) = (0, 0);

    /// <summary>Lays out a frame.</summary>
    public void Add(in Frame frame, in PeerStamp stamp)
    {
        frame.Header.CopyTo(_bytes.AsSpan(_length));
        _length += frame.Header.Length;
        uint body = frame.BodyBytes(BodyRule.Peer);
        Span<byte> laidOut = _bytes.AsSpan(_length, (int)Math.Min(body, MaxLaidOutBody));
        laidOut.Clear();
        stamp.WriteTo(laidOut);
        _length += laidOut.Length;
        TrailingZeros = body - laidOut.Length;
    }
}
