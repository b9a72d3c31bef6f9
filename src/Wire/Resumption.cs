using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>
/// Resumption: how both ends learn, after a connection was cut, which frames the other one has. It is offered in TLS (ALPN), so that an
/// original client or server, which offers nothing, sees the original's bytes and nothing else.
/// </summary>
public static class Resumption
{
    /// <summary>The ALPN name that a client offers and a server selects.</summary>
    public const string Protocol = "mgen-resume/1";

    /// <summary>Bytes of the server's answer: one u64.</summary>
    public const int ReplyBytes = 8;

    /// <summary>The answer of a server that does not know the session: nothing is known to have arrived.</summary>
    public const ulong UnknownSession = ulong.MaxValue;

    /// <summary>The server's answer, sent once, before its first frame: how many frames of the session it has from the client.</summary>
    public static byte[] Reply(ulong received)
    {
        byte[] bytes = new byte[ReplyBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, received);
        return bytes;
    }
}
