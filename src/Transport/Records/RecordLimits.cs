namespace MGen.Transport.Records;

/// <summary>Bounds of a connection's records. Tests make them small.</summary>
internal sealed record RecordLimits
{
    public static RecordLimits Default { get; } = new();

    /// <summary>
    /// Records under one key, its key update included. Default: 2^24. AES-GCM stays safe up to 2^24.5 full records (RFC 8446, 5.5); ChaCha20-Poly1305 has no such bound and
    /// gets the same.
    /// </summary>
    public ulong RecordsPerKey { get; init; } = 1 << 24;

    /// <summary>Key updates in a row, without a byte of application data between them, that end the connection. Default: 1,000.</summary>
    public int KeyUpdatesInARow { get; init; } = 1000;
}
