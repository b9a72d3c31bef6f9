namespace MGen.Wire.Tests;

public sealed class FrameTests
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Group = Identifier.Create("g");

    [Fact]
    public void Message_ByAliceToG_HasTheOriginalsBytes()
    {
        Frame frame = Frame.Message(Alice, Group, id: 0, size: 160);
        byte[] written = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];

        int length = frame.WriteTo(written);

        Assert.Equal(Hex.Parse("0000001a 00000005 416c696365 00000001 67 00000000 000000a0 00*160"), written[..length]);
    }

    [Fact]
    public void Fields_OfAMessage_AreWhatItWasMadeOf()
    {
        Frame frame = Frame.Message(Alice, Group, id: uint.MaxValue, size: 320);

        Assert.Equal(Alice.Utf8, frame.Sender);
        Assert.Equal(Group.Utf8, frame.Target);
        Assert.Equal(uint.MaxValue, frame.Id);
        Assert.Equal(320u, frame.Size);
        Assert.False(frame.IsReceipt);
    }

    [Fact]
    public void Message_OfNoBytes_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Frame.Message(Alice, Group, id: 0, size: 0));

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(2240, 2240, 2240, false)]
    [InlineData(2400, 2240, 2400, true)]
    [InlineData(WireLimits.MaxMessageBytes, 2240, WireLimits.MaxMessageBytes, true)]
    public void BodyBytes_OfAMessage_FollowTheRule(uint size, uint clientServer, uint peer, bool attachment)
    {
        Frame frame = Frame.Message(Alice, Group, id: 0, size);

        Assert.Equal(clientServer, frame.BodyBytes(BodyRule.ClientServer));
        Assert.Equal(peer, frame.BodyBytes(BodyRule.Peer));
        Assert.Equal(attachment, frame.HasAttachment);
    }

    [Theory]
    [InlineData(BodyRule.ClientServer)]
    [InlineData(BodyRule.Peer)]
    public void BodyBytes_OfAReceipt_IsOneBlock(BodyRule rule)
    {
        Frame receipt = Frame.Receipt(Group, Alice, id: 5);

        Assert.True(receipt.IsReceipt);
        Assert.Equal((uint)WireLimits.BlockBytes, receipt.BodyBytes(rule));
    }

    [Fact]
    public void WriteTo_UsedBuffer_ClearsTheBody()
    {
        byte[] used = Enumerable.Repeat((byte)0xee, 500).ToArray();

        int length = Frame.Message(Alice, Group, id: 0, size: 160).WriteTo(used);

        Assert.All(used[(length - 160)..length], value => Assert.Equal(0, value));
        Assert.Equal(0xee, used[length]);
    }

    [Fact]
    public void Parse_OwnHeader_IsEqual()
    {
        Frame frame = Frame.Message(Alice, Group, id: 9, size: 160);

        Frame parsed = Frame.Parse(frame.Header.ToArray());

        Assert.Equal(frame, parsed);
        Assert.Equal(frame.GetHashCode(), parsed.GetHashCode());
        Assert.NotEqual(frame, Frame.Message(Alice, Group, id: 10, size: 160));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000001a")]
    [InlineData("00000016 00000001 61 00000001 67 00000000 000000")]
    [InlineData("00000017 00000001 61 00000001 67 00000000 000000a0")]
    public void Parse_NotOneWholeHeader_Throws(string hex) =>
        Assert.Throws<ArgumentException>(() => Frame.Parse(Hex.Parse(hex)));
}
