using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>
/// A stamp that peers of this project write into the first bytes of a frame's body, where an original peer writes zeros
/// and ignores what it reads. It numbers the frames from one sender to one receiver and acknowledges the other
/// direction, so that no frame between two such peers is lost or duplicated when connections break or cross. The length
/// of the frame does not change.
/// <code>
/// 8 bytes "mgen-p/1" | u64 session | u64 number | u64 oldest | u64 peer's session | u64 peer's next
/// </code>
/// </summary>
/// <param name="Session">The sender's random number for this receiver; a restarted sender has a new one.</param>
/// <param name="Number">
/// The frame's number in the session, from 0, in the order of creation; retransmission does not change it.
/// </param>
/// <param name="Oldest">
/// The number of the oldest frame that the sender may still send: all earlier ones have arrived or were given up.
/// </param>
/// <param name="PeerSession">The receiver's session, if the sender knows it; otherwise 0.</param>
/// <param name="PeerNext">The number of the first frame of that session that the sender has not received.</param>
public readonly record struct PeerStamp(ulong Session, ulong Number, ulong Oldest, ulong PeerSession, ulong PeerNext)
{
    /// <summary>Bytes on the wire. They fit into every body: the smallest one is a block.</summary>
    public const int Bytes = 48;

    private static ReadOnlySpan<byte> Magic => "mgen-p/1"u8;

    /// <summary>Writes the stamp to the start of a body of zeros.</summary>
    public void WriteTo(Span<byte> body)
    {
        Magic.CopyTo(body);
        BinaryPrimitives.WriteUInt64BigEndian(body[8..], Session);
        BinaryPrimitives.WriteUInt64BigEndian(body[16..], Number);
        BinaryPrimitives.WriteUInt64BigEndian(body[24..], Oldest);
        BinaryPrimitives.WriteUInt64BigEndian(body[32..], PeerSession);
        BinaryPrimitives.WriteUInt64BigEndian(body[40..], PeerNext);
    }

    /// <summary>
    /// Reads the stamp at the start of a body; <c>false</c> if there is none or it contradicts itself. The sender then
    /// counts as an original peer.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PeerStamp stamp)
    {
        stamp = default;
        if (body.Length < Bytes || !body.StartsWith(Magic))
            return false;
        stamp = new PeerStamp(At(body, 8), At(body, 16), At(body, 24), At(body, 32), At(body, 40));
        // An original's body is zeros, so a contradiction means damage or another program: it is not a stamp.
        return stamp.Oldest <= stamp.Number && stamp.Number < ulong.MaxValue;
    }

    private static ulong At(ReadOnlySpan<byte> body, int offset) =>
        BinaryPrimitives.ReadUInt64BigEndian(body[offset..]);
}
