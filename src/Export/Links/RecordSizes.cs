using System.Globalization;
using MGen.Export.People;
using MGen.Wire;

namespace MGen.Export.Links;

/// <summary>
/// Sizes of TLS 1.3 records as the programs write them, in bytes with the record's header. Those of messages, receipts,
/// registrations and attachments are exact. Those of the TLS handshake were observed with OpenSSL 3.0, a P-256
/// certificate and TLS_AES_256_GCM_SHA384; see docs/EXPORT.md.
/// </summary>
internal static class RecordSizes
{
    /// <summary>Header 5, content type 1, authentication tag 16.</summary>
    public const int Overhead = 22;

    public const int ServerHello = 127;

    public const int ChangeCipherSpec = 6;

    /// <summary>48 bytes of SHA-384 after the message's header of 4.</summary>
    public const int Finished = 52 + Overhead;

    /// <summary>An ECDSA signature has 70 to 72 bytes in DER; this is for 71.</summary>
    public const int CertificateVerify = 79 + Overhead;

    /// <summary>.NET's TLS servers send two after the handshake; ours sends none.</summary>
    public const int WebTicket = 287;

    /// <summary>
    /// Bytes of a .NET server's or client's buffer: a response leaves in records of this much plaintext.
    /// </summary>
    public const int WebBuffer = 4_096;

    /// <summary>Pieces in which a client writes the body of an upload.</summary>
    public const int UploadPiece = 16_384;

    /// <summary>Status line, Content-Length without digits, Date, and the empty line.</summary>
    private const int ResponseHeaders = 74;

    /// <summary>Client hello to the message server by its address; a host name adds 9 bytes and its own.</summary>
    public static int ClientHello(bool resume) => resume ? 313 : 293;

    public static int EncryptedExtensions(bool resume) => (resume ? 26 : 6) + Overhead;

    public static int WebClientHello => 264;

    public static int Certificate(int derBytes) => derBytes + 13 + Overhead;

    /// <summary>The first record after TLS is up: who, which group, and when resuming the session.</summary>
    public static int Registration(Conversation conversation, bool resume) =>
        8 + conversation.Person.NameBytes + conversation.Group.NameBytes + (resume ? 24 : 0) + Overhead;

    /// <summary>The server's answer to a registration that resumes.</summary>
    public static int RegistrationReply => 8 + Overhead;

    public static int Header(int senderBytes, int targetBytes) =>
        WireLimits.FixedHeaderBytes + senderBytes + targetBytes;

    /// <summary>Body bytes that travel with a message of this size.</summary>
    public static int Body(uint messageBytes) => (int)Math.Min(messageBytes, WireLimits.MaxInlineBodyBytes);

    /// <summary>A GET, with its headers.</summary>
    public static int DownloadRequest(uint bytes, string user, int hostBytes) =>
        "GET".Length + RequestBytes(bytes, user, hostBytes);

    /// <summary>Headers of a PUT.</summary>
    public static int UploadRequest(uint bytes, string user, int hostBytes) =>
        "PUT".Length + RequestBytes(bytes, user, hostBytes) + "Content-Length: \r\n".Length + Digits(bytes);

    /// <summary>Headers of a response with a body of so many bytes.</summary>
    public static int Response(uint bytes) => ResponseHeaders + Digits(bytes);

    private static int RequestBytes(uint bytes, string user, int hostBytes) =>
        " /?size=&user= HTTP/1.1\r\nHost: \r\n\r\n".Length
        + Digits(bytes)
        + Uri.EscapeDataString(user).Length
        + hostBytes;

    private static int Digits(uint number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
