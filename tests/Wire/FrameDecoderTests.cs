namespace MGen.Wire.Tests;

/// <summary>Frames arrive complete, however the network splits them.</summary>
public sealed class FrameDecoderTests
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Group = Identifier.Create("g");
    private static readonly Frame Message = Frame.Message(Alice, Group, id: 7, size: 320);
    private static readonly Frame Receipt = Frame.Receipt(Group, Alice, id: 7);
    private static readonly Frame Attachment = Frame.Message(
        Alice,
        Group,
        id: uint.MaxValue,
        size: 100 * WireLimits.BlockBytes
    );

    public static TheoryData<BodyRule> Rules => [BodyRule.ClientServer, BodyRule.Peer];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_WholeFrames_ReturnsEach(BodyRule rule)
    {
        foreach (Frame frame in (Frame[])[Message, Receipt, Attachment])
            AssertDecoded(rule, [frame], FrameStream.Encode(rule, frame));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_ByteByByte_ReturnsEach(BodyRule rule)
    {
        byte[] stream = FrameStream.Encode(rule, Message, Receipt, Attachment);

        AssertDecoded(rule, [Message, Receipt, Attachment], [.. stream.Chunk(1)]);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_SeveralInOneBuffer_ReturnsThemInOrder(BodyRule rule) =>
        AssertDecoded(
            rule,
            [Message, Receipt, Attachment, Message],
            FrameStream.Encode(rule, Message, Receipt, Attachment, Message)
        );

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_SplitAtEachBoundary_ReturnsBoth(BodyRule rule)
    {
        byte[] stream = FrameStream.Encode(rule, Message, Receipt);

        for (int cut = 0; cut <= stream.Length; cut++)
            AssertDecoded(rule, [Message, Receipt], stream[..cut], stream[cut..]);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_EndInsideFrame_SaysSo(BodyRule rule)
    {
        byte[] stream = FrameStream.Encode(rule, Message);

        for (int length = 0; length < stream.Length; length++)
        {
            FrameStream decoded = FrameStream.Decode(rule, stream[..length]);
            Assert.Empty(decoded.Frames);
            Assert.Equal(length > 0, decoded.EndsInsideFrame);
        }
    }

    [Theory]
    [InlineData(BodyRule.ClientServer, WireLimits.MaxInlineBodyBytes)]
    [InlineData(BodyRule.Peer, 16_000)]
    public void Read_Attachment_SkipsTheBodyOfItsRule(BodyRule rule, int bodyBytes)
    {
        FrameDecoder decoder = new(rule);
        ReadOnlySpan<byte> rest = [.. Attachment.Header, .. new byte[bodyBytes], 0xab];

        Assert.Equal(ReadStatus.Complete, decoder.Read(ref rest, out Frame frame));
        Assert.Equal(Attachment, frame);
        Assert.Equal([0xab], rest.ToArray());
    }

    [Fact]
    public void Read_LongestNames_AreAccepted()
    {
        Identifier longest = Identifier.Create(new string('x', WireLimits.MaxIdentifierBytes));
        Frame frame = Frame.Message(longest, longest, id: 1, size: 160);

        Assert.Equal(WireLimits.MaxHeaderBytes, frame.Header.Length);
        AssertDecoded(BodyRule.ClientServer, [frame], FrameStream.Encode(BodyRule.ClientServer, frame));
    }

    private static void AssertDecoded(BodyRule rule, Frame[] expected, params byte[][] pieces)
    {
        FrameStream decoded = FrameStream.Decode(rule, pieces);
        Assert.Equal(expected, decoded.Frames);
        Assert.Equal(WireViolation.None, decoded.Violation);
        Assert.False(decoded.EndsInsideFrame);
    }
}
