namespace MGen.Wire.Tests;

/// <summary>The result of a <see cref="FrameDecoder"/> that read a stream in pieces.</summary>
internal sealed record FrameStream(IReadOnlyList<Frame> Frames, WireViolation Violation, bool EndsInsideFrame)
{
    public static FrameStream Decode(BodyRule rule, params IEnumerable<byte[]> pieces)
    {
        FrameDecoder decoder = new(rule);
        List<Frame> frames = [];
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            ReadStatus status;
            while ((status = decoder.Read(ref rest, out Frame frame)) == ReadStatus.Complete)
                frames.Add(frame);
            if (status == ReadStatus.Violation)
                break;
            Assert.True(rest.IsEmpty, "a decoder that needs more data has taken all there was");
        }
        return new FrameStream(frames, decoder.Violation, decoder.IsInsideFrame);
    }

    /// <summary>The bytes of these frames, bodies included.</summary>
    public static byte[] Encode(BodyRule rule, params IEnumerable<Frame> frames) =>
        [.. frames.SelectMany(frame => (byte[])[.. frame.Header, .. new byte[frame.BodyBytes(rule)]])];
}
