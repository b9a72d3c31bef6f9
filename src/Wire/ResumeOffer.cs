using System.Buffers.Binary;

namespace MGen.Wire;

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
