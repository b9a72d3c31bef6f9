namespace MGen.Wire.Tests;

/// <summary>
/// Hostile bytes end in a named violation, whole or byte by byte, and nothing can be read after them.
/// </summary>
public sealed class FrameDecoderViolationTests
{
    [Theory]
    [InlineData("00000000", WireViolation.HeaderTooShort)]
    [InlineData("00000003", WireViolation.HeaderTooShort)]
    [InlineData("00000013", WireViolation.HeaderTooShort)]
    [InlineData("00000815", WireViolation.HeaderTooLong)]
    [InlineData("7fffffff", WireViolation.HeaderTooLong)]
    [InlineData("80000000", WireViolation.HeaderTooLong)]
    [InlineData("ffffffff", WireViolation.HeaderTooLong)]
    [InlineData("00000016 00000003 61 00000001 67 00000000 000000a0", WireViolation.LengthMismatch)]
    [InlineData("00000016 00000001 61 00000000 67 00000000 000000a0", WireViolation.LengthMismatch)]
    [InlineData("00000016 00000001 61 00000002 67 00000000 000000a0", WireViolation.LengthMismatch)]
    [InlineData("00000016 ffffffff 61 00000001 67 00000000 000000a0", WireViolation.LengthMismatch)]
    [InlineData("00000016 80000001 61 00000001 67 00000000 000000a0", WireViolation.LengthMismatch)]
    [InlineData("00000016 00000001 61 ffffffff 67 00000000 000000a0", WireViolation.LengthMismatch)]
    [InlineData("00000016 00000001 61 00000001 67 00000000 06400001", WireViolation.SizeTooLarge)]
    [InlineData("00000016 00000001 61 00000001 67 00000000 ffffffff", WireViolation.SizeTooLarge)]
    [InlineData("00000016 fffffffe 61 00000004 67 00000000 000000a0", WireViolation.LengthMismatch)]
    public void Read_BadLengths_AreNamed(string hex, WireViolation expected)
    {
        byte[] stream = Hex.Parse(hex);

        Assert.Equal(expected, FrameStream.Decode(BodyRule.ClientServer, stream).Violation);
        Assert.Equal(expected, FrameStream.Decode(BodyRule.Peer, stream.Chunk(1)).Violation);
    }

    [Fact]
    public void Read_AfterViolation_StaysViolated()
    {
        FrameDecoder decoder = new(BodyRule.ClientServer);
        ReadOnlySpan<byte> hostile = Hex.Parse("ffffffff");
        Assert.Equal(ReadStatus.Violation, decoder.Read(ref hostile, out _));

        ReadOnlySpan<byte> good = FrameStream.Encode(
            BodyRule.ClientServer,
            Frame.Receipt(Identifier.Create("a"), Identifier.Create("b"), 0)
        );
        Assert.Equal(ReadStatus.Violation, decoder.Read(ref good, out _));
        Assert.Equal(WireViolation.HeaderTooLong, decoder.Violation);
    }

    [Fact]
    public void Read_GoodFrameBeforeBadOne_IsStillReturned()
    {
        Frame good = Frame.Receipt(Identifier.Create("a"), Identifier.Create("b"), 0);
        byte[] stream = [.. FrameStream.Encode(BodyRule.ClientServer, good), 0, 0, 0, 0];

        FrameStream decoded = FrameStream.Decode(BodyRule.ClientServer, stream);

        Assert.Equal([good], decoded.Frames);
        Assert.Equal(WireViolation.HeaderTooShort, decoded.Violation);
    }
}
