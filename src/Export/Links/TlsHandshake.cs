namespace MGen.Export.Links;

/// <summary>
/// Content type of a record in the upper byte, the type of an unencrypted handshake message in the lower.
/// </summary>
internal static class TlsTypes
{
    public const ushort ClientHello = 0x1601;
    public const ushort ServerHello = 0x1602;
    public const ushort ChangeCipherSpec = 0x1400;
    public const ushort ApplicationData = 0x1700;
}

/// <summary>
/// A TLS 1.3 handshake without resumption, as OpenSSL 3 performs it: each encrypted message in a record of its own.
/// </summary>
internal readonly struct TlsHandshake(LinkModel links, Connection connection, long roundTrip)
{
    /// <summary>Adds its records.</summary>
    /// <param name="doneAt">When the client's last record leaves: nanoseconds since 1970-01-01 UTC, at the
    /// device.</param>
    /// <param name="clientHello">Bytes of the client hello.</param>
    /// <param name="encryptedExtensions">Bytes of the encrypted extensions.</param>
    /// <param name="certificate">Bytes of the certificate in DER.</param>
    public void Run(long doneAt, int clientHello, int encryptedExtensions, int certificate)
    {
        links.Add(connection, doneAt - (2 * roundTrip), isOutgoing: true, bytes: 0, RecordKind.Connect);
        Add(doneAt - roundTrip, isOutgoing: true, clientHello, TlsTypes.ClientHello);
        Add(doneAt, isOutgoing: false, RecordSizes.ServerHello, TlsTypes.ServerHello);
        Add(doneAt, isOutgoing: false, RecordSizes.ChangeCipherSpec, TlsTypes.ChangeCipherSpec);
        foreach (
            int bytes in (ReadOnlySpan<int>)
                [
                    encryptedExtensions,
                    RecordSizes.Certificate(certificate),
                    RecordSizes.CertificateVerify,
                    RecordSizes.Finished,
                ]
        )
            Add(doneAt, isOutgoing: false, bytes, TlsTypes.ApplicationData);
        Add(doneAt, isOutgoing: true, RecordSizes.ChangeCipherSpec, TlsTypes.ChangeCipherSpec);
        Add(doneAt, isOutgoing: true, RecordSizes.Finished, TlsTypes.ApplicationData);
    }

    private void Add(long time, bool isOutgoing, int bytes, ushort types) =>
        links.Add(
            connection,
            time,
            isOutgoing,
            bytes,
            types == TlsTypes.ApplicationData ? RecordKind.Handshake : RecordKind.PlainHandshake,
            types
        );
}
