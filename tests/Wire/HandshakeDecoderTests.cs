using FsCheck.Xunit;

namespace MGen.Wire.Tests;

public sealed class HandshakeDecoderTests
{
    private static readonly Handshake Plain = new(Identifier.Create("Alice"), Identifier.Create("group1"));
    private static readonly Handshake Resuming = Plain with
    {
        Resume = new ResumeOffer(new Guid("00112233-4455-6677-8899-aabbccddeeff"), 3),
    };

    public static TheoryData<bool> WithAndWithoutResume => [false, true];

    [Theory]
    [MemberData(nameof(WithAndWithoutResume))]
    public void Read_Whole_ReturnsIt(bool withResume) => AssertDecoded(withResume, ExampleBytes(withResume));

    [Theory]
    [MemberData(nameof(WithAndWithoutResume))]
    public void Read_ByteByByte_ReturnsIt(bool withResume) =>
        AssertDecoded(withResume, [.. ExampleBytes(withResume).Chunk(1)]);

    [Theory]
    [MemberData(nameof(WithAndWithoutResume))]
    public void Read_SplitAtEachBoundary_ReturnsIt(bool withResume)
    {
        byte[] bytes = ExampleBytes(withResume);

        for (int cut = 0; cut <= bytes.Length; cut++)
            AssertDecoded(withResume, bytes[..cut], bytes[cut..]);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutResume))]
    public void Read_FollowedByFrames_LeavesThemInTheInput(bool withResume)
    {
        byte[] bytes = [.. ExampleBytes(withResume), 0, 0, 0, 26];

        HandshakeStream decoded = HandshakeStream.Decode(withResume, bytes);

        Assert.Equal(Example(withResume), decoded.Handshake);
        Assert.Equal(4, decoded.BytesLeft);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutResume))]
    public void Read_EndInside_NeedsMore(bool withResume)
    {
        byte[] bytes = ExampleBytes(withResume);

        for (int length = 0; length < bytes.Length; length++)
            Assert.Equal(ReadStatus.NeedMoreData, HandshakeStream.Decode(withResume, bytes[..length]).Status);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutResume))]
    public void Read_LongestNames_AreAccepted(bool withResume)
    {
        Identifier longest = Identifier.Create(new string('x', WireLimits.MaxIdentifierBytes));
        Handshake handshake = Example(withResume) with { User = longest, Group = longest };

        Assert.Equal(handshake, HandshakeStream.Decode(withResume, handshake.ToBytes()).Handshake);
    }

    [Theory]
    [InlineData("00000401", WireViolation.IdentifierTooLong)]
    [InlineData("80000000", WireViolation.IdentifierTooLong)]
    [InlineData("ffffffff", WireViolation.IdentifierTooLong)]
    [InlineData("00000001 61 00000401", WireViolation.IdentifierTooLong)]
    [InlineData("00000001 61 fffffffb", WireViolation.IdentifierTooLong)]
    [InlineData("00000001 61 ffffffff", WireViolation.IdentifierTooLong)]
    [InlineData("00000000 00000001 67", WireViolation.EmptyIdentifier)]
    [InlineData("00000001 61 00000000", WireViolation.EmptyIdentifier)]
    [InlineData("00000002 c328 00000001 67", WireViolation.InvalidUtf8)]
    [InlineData("00000001 61 00000002 c328", WireViolation.InvalidUtf8)]
    [InlineData("00000001 2c 00000001 67", WireViolation.ForbiddenCharacter)]
    [InlineData("00000001 61 00000001 0a", WireViolation.ForbiddenCharacter)]
    public void Read_HostileBytes_AreNamed(string hex, WireViolation expected)
    {
        byte[] bytes = Hex.Parse(hex);

        Assert.Equal(expected, HandshakeStream.Decode(withResume: false, bytes).Violation);
        Assert.Equal(expected, HandshakeStream.Decode(withResume: false, bytes.Chunk(1)).Violation);
    }

    [Fact]
    public void Read_AfterViolation_StaysViolated()
    {
        HandshakeDecoder decoder = new(withResume: false);
        ReadOnlySpan<byte> hostile = Hex.Parse("ffffffff");
        Assert.Equal(ReadStatus.Violation, decoder.Read(ref hostile, out _));

        ReadOnlySpan<byte> good = Plain.ToBytes();
        Assert.Equal(ReadStatus.Violation, decoder.Read(ref good, out Handshake? handshake));
        Assert.Null(handshake);
    }

    [Property(MaxTest = 2_000)]
    public void Read_RandomBytes_ReturnsTheSameForAnyPiecesWithoutThrowing(
        byte[] bytes,
        byte userLength,
        byte pieceBytes,
        bool withResume
    )
    {
        byte[] stream = [0, 0, 0, userLength, .. bytes];

        HandshakeStream whole = HandshakeStream.Decode(withResume, stream);
        HandshakeStream pieces = HandshakeStream.Decode(withResume, stream.Chunk(pieceBytes + 1));

        Assert.Equal(whole.Status, pieces.Status);
        Assert.Equal(whole.Handshake, pieces.Handshake);
        Assert.Equal(whole.Violation, pieces.Violation);
    }

    private static Handshake Example(bool withResume) => withResume ? Resuming : Plain;

    private static byte[] ExampleBytes(bool withResume) => Example(withResume).ToBytes();

    private static void AssertDecoded(bool withResume, params byte[][] pieces)
    {
        HandshakeStream decoded = HandshakeStream.Decode(withResume, pieces);
        Assert.Equal(Example(withResume), decoded.Handshake);
        Assert.Equal(0, decoded.BytesLeft);
    }
}
