using System.Buffers.Binary;

namespace MGen.Transport.Records;

/// <summary>A message that is allowed after the handshake.</summary>
internal enum PostHandshakeMessage
{
    /// <summary>No message is complete yet.</summary>
    None,

    /// <summary>NewSessionTicket. Ignored, since TLS sessions are not resumed here.</summary>
    SessionTicket,

    /// <summary>KeyUpdate: the peer's next record has a new key.</summary>
    KeyUpdate,

    /// <summary>A KeyUpdate that also requests a KeyUpdate from this side.</summary>
    KeyUpdateRequest,

    /// <summary>The stream violates the protocol.</summary>
    Violation,
}

/// <summary>
/// Reads handshake messages that follow the handshake from the contents of records (RFC 8446, 4 and 4.6). A message may
/// be spread over records, and a record may hold several:
/// <code>
/// type (1) | length of the body (3) | body
/// </code>
/// No sockets, no keys. A default value is ready for use.
/// </summary>
internal struct PostHandshakeReader
{
    private const int HeaderBytes = 4;
    private const byte NewSessionTicketType = 4;
    private const byte KeyUpdateType = 24;

    /// <summary>
    /// Longest body of a NewSessionTicket in bytes: lifetime, age, and the lengths and contents of nonce, ticket and
    /// extensions.
    /// </summary>
    private const int MaxTicketBody = 4 + 4 + 1 + 255 + 2 + 65_535 + 2 + 65_534;

    private byte[]? _begun;

    /// <summary>
    /// Whether part of a message has been read: until its end no record of another type is allowed (5.1).
    /// </summary>
    public readonly bool IsInsideMessage => _begun is not null;

    /// <summary>The alert to send after <see cref="PostHandshakeMessage.Violation"/>.</summary>
    public AlertDescription Alert { get; private set; }

    /// <summary>Reads the next message.</summary>
    /// <param name="content">
    /// The content of a handshake record, not empty at first; bytes that were read are removed.
    /// </param>
    /// <param name="isClient">Whether this side is the client: only clients receive tickets.</param>
    public PostHandshakeMessage Read(ref ReadOnlySpan<byte> content, bool isClient)
    {
        if (content.IsEmpty)
            return PostHandshakeMessage.None;
        ReadOnlySpan<byte> bytes = _begun is null ? content : (byte[])[.. _begun, .. content];
        // Checked before the body is awaited: a peer must not make this side store a message that this side will
        // refuse.
        if (Check(bytes, isClient) is { } problem)
            return Refuse(problem);
        int length = bytes.Length < HeaderBytes ? HeaderBytes : HeaderBytes + LengthOf(bytes);
        if (bytes.Length < length)
        {
            _begun = bytes.ToArray();
            content = default;
            return PostHandshakeMessage.None;
        }
        content = bytes[length..];
        _begun = null;
        ReadOnlySpan<byte> body = bytes[HeaderBytes..length];
        return bytes[0] == KeyUpdateType ? ReadKeyUpdate(body, content) : ReadTicket(body);
    }

    private static int LengthOf(ReadOnlySpan<byte> message) =>
        (message[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(message[2..]);

    /// <summary>Checks a message's type and length, before its body has arrived.</summary>
    private static AlertDescription? Check(ReadOnlySpan<byte> message, bool isClient)
    {
        bool isTicket = message[0] == NewSessionTicketType && isClient;
        if (!isTicket && message[0] != KeyUpdateType)
            // Also CertificateRequest: no client here offers post_handshake_auth.
            return AlertDescription.UnexpectedMessage;
        if (message.Length < HeaderBytes)
            return null;
        int length = LengthOf(message);
        return (isTicket ? length > MaxTicketBody : length != 1) ? AlertDescription.DecodeError : null;
    }

    private PostHandshakeMessage ReadKeyUpdate(ReadOnlySpan<byte> body, ReadOnlySpan<byte> rest)
    {
        if (body[0] > 1)
            return Refuse(AlertDescription.IllegalParameter);
        if (!rest.IsEmpty)
            return Refuse(AlertDescription.UnexpectedMessage); // handshake messages may not span a change of keys (5.1)
        return body[0] == 1 ? PostHandshakeMessage.KeyUpdateRequest : PostHandshakeMessage.KeyUpdate;
    }

    /// <summary>Checks the structure of a ticket (4.6.1).</summary>
    private PostHandshakeMessage ReadTicket(ReadOnlySpan<byte> body)
    {
        const int LifetimeAndAge = 8;
        ReadOnlySpan<byte> rest = body.Length < LifetimeAndAge ? default : body[LifetimeAndAge..];
        bool isWellFormed =
            TrySkip(ref rest, lengthBytes: 1, least: 0)
            && TrySkip(ref rest, lengthBytes: 2, least: 1)
            && TrySkip(ref rest, lengthBytes: 2, least: 0)
            && rest.IsEmpty;
        return isWellFormed ? PostHandshakeMessage.SessionTicket : Refuse(AlertDescription.DecodeError);
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, int lengthBytes, int least)
    {
        if (rest.Length < lengthBytes)
            return false;
        int length = lengthBytes == 1 ? rest[0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < least || rest.Length < lengthBytes + length)
            return false;
        rest = rest[(lengthBytes + length)..];
        return true;
    }

    private PostHandshakeMessage Refuse(AlertDescription alert)
    {
        Alert = alert;
        _begun = null;
        return PostHandshakeMessage.Violation;
    }
}
