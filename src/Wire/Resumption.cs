using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>
/// Resumption: after a connection broke, both ends learn which frames the other end has received. It is negotiated in
/// TLS (ALPN), so an original client or server, which offers no protocol, sees the original's bytes and nothing else.
/// </summary>
public static class Resumption
{
    /// <summary>The ALPN name that a client offers and a server selects.</summary>
    public const string Protocol = "mgen-resume/1";

    /// <summary>Bytes of the server's reply: one u64.</summary>
    public const int ReplyBytes = 8;

    /// <summary>The reply of a server that does not know the session: it has no record of received frames.</summary>
    public const ulong UnknownSession = ulong.MaxValue;

    /// <summary>
    /// Builds the server's reply, sent once, before its first frame: how many frames of the session it has received
    /// from the client.
    /// </summary>
    public static byte[] Reply(ulong received)
    {
        byte[] bytes = new byte[ReplyBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, received);
        return bytes;
    }
}

/// <summary>The extension of a client's handshake where resumption was negotiated.</summary>
/// <param name="Session">The conversation's random number. A restarted client has a new one.</param>
/// <param name="Received">
/// How many frames (messages and receipts) of this session the client has received from the server.
/// </param>
public sealed record ResumeOffer(Guid Session, ulong Received)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Bytes = 24;

    internal void WriteTo(Span<byte> destination)
    {
        Session.TryWriteBytes(destination, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], Received);
    }

    internal static ResumeOffer Read(ReadOnlySpan<byte> source) =>
        new(new Guid(source[..16], bigEndian: true), BinaryPrimitives.ReadUInt64BigEndian(source[16..]));
}
