using System.Globalization;
using MGen.Wire;

namespace MGen.Export.Links;

/// <summary>
/// The sizes of the TLS 1.3 records that the programs write, in bytes, including the record header. The sizes of
/// messages, receipts, registrations and attachments are exact. The sizes of the TLS handshake were measured with
/// OpenSSL 3.0, a P-256 certificate and TLS_AES_256_GCM_SHA384; see docs/EXPORT.md.
/// </summary>
internal static class RecordSizes
{
    /// <summary>Header 5, content type 1, authentication tag 16.</summary>
    public const int Overhead = 22;

    public const int ServerHello = 127;

    public const int ChangeCipherSpec = 6;

    /// <summary>48 bytes of SHA-384 after the message header of 4 bytes.</summary>
    public const int Finished = 52 + Overhead;

    /// <summary>An ECDSA signature mostly has 70 to 72 bytes in DER; this is the size for 71.</summary>
    public const int CertificateVerify = 79 + Overhead;

    /// <summary>
    /// A session ticket. .NET's TLS servers send two after the handshake; the message server on OpenSSL sends none.
    /// </summary>
    public const int WebTicket = 287;

    /// <summary>
    /// The buffer size of .NET's HTTP server: a response is sent in records of this plaintext size. The first record of
    /// an upload request has at most this plaintext size.
    /// </summary>
    public const int WebBuffer = 4_096;

    /// <summary>The size of the pieces in which a client writes the body of an upload.</summary>
    public const int UploadPiece = 16_384;

    /// <summary>The status line, Content-Length without its digits, Date, and the empty line.</summary>
    private const int ResponseHeaders = 74;

    /// <summary>
    /// A client hello to a server that is named by its address. A host name adds 9 bytes and its length.
    /// </summary>
    public static int ClientHello(bool resume) => resume ? 313 : 293;

    public static int EncryptedExtensions(bool resume) => (resume ? 26 : 6) + Overhead;

    public static int Certificate(int derBytes) => derBytes + 13 + Overhead;

    /// <summary>
    /// The first record after the TLS handshake: the user, the group and, if the client resumes, the session.
    /// </summary>
    public static int Registration(Conversation conversation, bool resume) =>
        8 + conversation.Person.NameBytes + conversation.Group.NameBytes + (resume ? 24 : 0) + Overhead;

    /// <summary>The server's response to a registration that resumes.</summary>
    public static int RegistrationReply => 8 + Overhead;

    public static int Header(int senderBytes, int targetBytes) =>
        WireLimits.FixedHeaderBytes + senderBytes + targetBytes;

    /// <summary>The size of the body that is sent with a message of this size.</summary>
    public static int Body(uint messageBytes) => (int)Math.Min(messageBytes, WireLimits.MaxInlineBodyBytes);

    /// <summary>A GET request with its headers.</summary>
    public static int DownloadRequest(uint bytes, string user, int hostBytes) =>
        "GET".Length + RequestBytes(bytes, user, hostBytes);

    /// <summary>The headers of a PUT request.</summary>
    public static int UploadRequest(uint bytes, string user, int hostBytes) =>
        "PUT".Length + RequestBytes(bytes, user, hostBytes) + "Content-Length: \r\n".Length + Digits(bytes);

    /// <summary>The headers of a response with a body of this size.</summary>
    public static int Response(uint bytes) => ResponseHeaders + Digits(bytes);

    private static int RequestBytes(uint bytes, string user, int hostBytes) =>
        " /?size=&user= HTTP/1.1\r\nHost: \r\n\r\n".Length
        + Digits(bytes)
        + Uri.EscapeDataString(user).Length
        + hostBytes;

    private static int Digits(uint number) => number.ToString(CultureInfo.InvariantCulture).Length;
}

/// <summary>
/// The content type of a record in the upper byte, and the type of an unencrypted handshake message in the lower byte.
/// </summary>
internal static class TlsTypes
{
    public const ushort ClientHello = 0x1601;
    public const ushort ServerHello = 0x1602;
    public const ushort ChangeCipherSpec = 0x1400;
    public const ushort ApplicationData = 0x1700;
}

/// <summary>
/// A TLS 1.3 handshake without resumption, as performed by OpenSSL 3: each encrypted message has its own record.
/// </summary>
internal readonly struct TlsHandshake(LinkModel links, Connection connection, long roundTrip)
{
    /// <summary>Adds the records of the handshake.</summary>
    /// <param name="doneAt">
    /// When the client sends the last record of the handshake, by the device's clock: nanoseconds since 1970-01-01 UTC.
    /// </param>
    /// <param name="clientHello">The size of the record with the client hello in bytes.</param>
    /// <param name="encryptedExtensions">The size of the record with the encrypted extensions in bytes.</param>
    /// <param name="certificate">The size of the certificate in DER in bytes.</param>
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
