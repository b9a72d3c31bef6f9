namespace MGen.Wire.Tests.Fuzzing;

/// <summary>
/// The functions that a fuzzer calls with arbitrary bytes. A target throws only if the reader under test has a bug.
/// </summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } =
        new Dictionary<string, Action<byte[]>>
        {
            [nameof(Frames)] = Frames,
            [nameof(Handshakes)] = Handshakes,
            [nameof(Names)] = Names,
            [nameof(Addresses)] = Addresses,
        };

    /// <summary>
    /// The frames do not depend on how the input is split, and each one's header parses to an equal frame.
    /// </summary>
    private static void Frames(byte[] bytes)
    {
        FrameStream whole = FrameStream.Decode(BodyRule.ClientServer, bytes);
        FrameStream pieces = FrameStream.Decode(BodyRule.ClientServer, bytes.Chunk(3));
        Assert.Equal(whole.Frames, pieces.Frames);
        Assert.Equal(whole.Violation, pieces.Violation);
        Assert.All(whole.Frames, frame => Assert.Equal(frame, Frame.Parse(frame.Header.ToArray())));
    }

    /// <summary>An accepted handshake re-encodes to the bytes it was read from.</summary>
    private static void Handshakes(byte[] bytes)
    {
        foreach (bool withResume in (bool[])[false, true])
        {
            HandshakeStream decoded = HandshakeStream.Decode(withResume, bytes);
            if (decoded.Handshake is not null)
                Assert.Equal(bytes[..^decoded.BytesLeft], decoded.Handshake.ToBytes());
        }
    }

    /// <summary>An accepted name keeps its bytes and fits into a field of the event log.</summary>
    private static void Names(byte[] bytes)
    {
        if (!Identifier.TryCreate(bytes, out Identifier? name, out _))
            return;
        Assert.Equal(bytes, name.Utf8.ToArray());
        Assert.DoesNotContain(name.Text, c => c is ',' or '\n' or '\r');
    }

    /// <summary>An accepted address prints as an accepted address.</summary>
    private static void Addresses(byte[] bytes)
    {
        if (HostPort.TryParse(System.Text.Encoding.Latin1.GetString(bytes), out HostPort? address))
            Assert.True(
                HostPort.TryParse(address.ToString(), out HostPort? again) && again == address,
                $"{address} does not round-trip"
            );
    }
}
