namespace MGen.Transport;

/// <summary>
/// Counts what a peer sends over TLS without giving application data: key updates, empty records, padding. SslStream
/// processes such records without reporting them, so the counts are taken from the encrypted stream below it and from
/// the plain stream above it. Not thread-safe; one reader calls all members.
/// </summary>
public sealed class SilentTraffic
{
    /// <summary>
    /// The number of consecutive records without application data that ends the connection: 1,000, as
    /// <c>RecordLimits.KeyUpdatesInARow</c>.
    /// </summary>
    public const int MaxRecords = 1000;

    /// <summary>
    /// Most consecutive encrypted bytes without application data: 64 KiB. More than the largest record (16 KiB), so
    /// that a peer may send data in pieces of any length.
    /// </summary>
    public const int MaxBytes = 64 * 1024;

    private const int HeaderBytes = 5;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerLength;
    private int _bodyLeft;
    private int _records;
    private int _bytes;
    private bool _isEnforced;

    /// <summary>
    /// What the peer did wrong, as text for a log; <c>null</c> within the limits and during the handshake. Valid only
    /// when TLS asks for more encrypted bytes: TLS has then processed every complete record, so no counted record can
    /// still give data.
    /// </summary>
    public string? Problem =>
        !_isEnforced ? null
        : _records >= MaxRecords ? $"{_records} records without data, such as key updates"
        : _bytes > MaxBytes ? $"{_bytes} bytes without data"
        : null;

    /// <summary>Counts encrypted bytes. Also during the handshake, so that the borders of records are known.</summary>
    public void Receive(ReadOnlySpan<byte> encrypted)
    {
        _bytes += encrypted.Length;
        while (!encrypted.IsEmpty)
            encrypted = encrypted[(_bodyLeft > 0 ? ReadBody(encrypted) : ReadHeader(encrypted))..];
    }

    /// <summary>The peer has sent application data, or the handshake is complete: counting starts again.</summary>
    public void Reset()
    {
        // The limits apply only after the handshake, which itself consists of records without application data.
        _isEnforced = true;
        _records = 0;
        _bytes = 0;
    }

    private int ReadBody(ReadOnlySpan<byte> encrypted)
    {
        int taken = Math.Min(_bodyLeft, encrypted.Length);
        _bodyLeft -= taken;
        if (_bodyLeft == 0)
            // Counted when complete: half a record cannot give data yet, and is not held against the peer.
            _records++;
        return taken;
    }

    /// <summary>The last two bytes of a record's header are the length of its body (RFC 8446, 5.1).</summary>
    private int ReadHeader(ReadOnlySpan<byte> encrypted)
    {
        int taken = Math.Min(HeaderBytes - _headerLength, encrypted.Length);
        encrypted[..taken].CopyTo(_header.AsSpan(_headerLength));
        _headerLength += taken;
        if (_headerLength == HeaderBytes)
        {
            _headerLength = 0;
            _bodyLeft = (_header[3] << 8) | _header[4];
            if (_bodyLeft == 0)
                _records++;
        }
        return taken;
    }
}
