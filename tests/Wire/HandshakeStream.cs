namespace MGen.Wire.Tests;

/// <summary>The result of a <see cref="HandshakeDecoder"/> that read a stream in pieces.</summary>
internal sealed record HandshakeStream(ReadStatus Status, Handshake? Handshake, WireViolation Violation, int BytesLeft)
{
    public static HandshakeStream Decode(bool withResume, params IEnumerable<byte[]> pieces)
    {
        HandshakeDecoder decoder = new(withResume);
        ReadStatus status = ReadStatus.NeedMoreData;
        Handshake? handshake = null;
        int left = 0;
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            if (status == ReadStatus.NeedMoreData)
                status = decoder.Read(ref rest, out handshake);
            left += rest.Length;
        }
        return new HandshakeStream(status, handshake, decoder.Violation, left);
    }
}
