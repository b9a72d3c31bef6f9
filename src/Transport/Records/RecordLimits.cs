namespace MGen.Transport.Records;

/// <summary>Limits of a connection's records. Tests use small ones.</summary>
internal sealed record RecordLimits
{
    public static RecordLimits Default { get; } = new();

    /// <summary>
    /// Most records under one key, its key update included. Default: 2^24. AES-GCM is safe up to 2^24.5 full records
    /// (RFC 8446, 5.5); ChaCha20-Poly1305 has no such limit and gets the same.
    /// </summary>
    public ulong RecordsPerKey { get; init; } = 1 << 24;

    /// <summary>
    /// Consecutive key updates without application data in between that end the connection. Default: 1,000.
    /// </summary>
    public int KeyUpdatesInARow { get; init; } = 1000;
}
