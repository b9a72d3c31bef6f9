namespace MGen.Wire.Tests;

/// <summary>docs/WIRE.md shows the bytes that the code writes and reads.</summary>
public sealed class WireDocumentTests
{
    private static readonly Identifier Alice = Identifier.Create("Alice");
    private static readonly Identifier Group = Identifier.Create("g");
    private static readonly Handshake Plain = new(Alice, Identifier.Create("group1"));

    private static readonly Dictionary<string, Frame> Frames = new()
    {
        ["message"] = Frame.Message(Alice, Group, id: 0, size: 160),
        ["receipt"] = Frame.Receipt(Identifier.Create("Bob"), Alice, id: 0),
        ["attachment"] = Frame.Message(Alice, Group, id: 7, size: 16_000),
    };

    private static readonly Dictionary<string, Handshake> Handshakes = new()
    {
        ["handshake"] = Plain,
        ["resuming-handshake"] = Plain with
        {
            Resume = new ResumeOffer(new Guid("00112233-4455-6677-8899-aabbccddeeff"), 3),
        },
    };

    private static readonly Dictionary<string, ulong> Replies = new()
    {
        ["resumption-reply"] = 5,
        ["resumption-reply-unknown-session"] = Resumption.UnknownSession,
    };

    private static readonly Dictionary<string, Frame> PeerFrames = new()
    {
        ["peer-message"] = Frame.Message(Alice, Group, id: 7, size: 16_000),
        ["peer-receipt"] = Frame.Receipt(Identifier.Create("Bob"), Group, id: 7),
    };

    private static readonly PeerStamp Stamp = new(
        Session: 0x0011223344556677,
        Number: 9,
        Oldest: 7,
        PeerSession: 0x8899aabbccddeeff,
        PeerNext: 3
    );

    public static TheoryData<string> PeerFrameNames => [.. PeerFrames.Keys];

    public static TheoryData<string> FrameNames => [.. Frames.Keys];

    public static TheoryData<string> HandshakeNames => [.. Handshakes.Keys];

    public static TheoryData<string> ReplyNames => [.. Replies.Keys];

    [Fact]
    public void Examples_OfTheDocument_AreAllTestedHere() =>
        Assert.Equal(
            [.. Frames.Keys, .. Handshakes.Keys, .. Replies.Keys, "introduction", .. PeerFrames.Keys, "stamp"],
            WireDocument.Examples.Keys.ToHashSet()
        );

    [Theory]
    [MemberData(nameof(FrameNames))]
    public void Example_OfAFrame_IsWhatWeWriteAndRead(string name)
    {
        byte[] example = WireDocument.Examples[name];
        byte[] written = new byte[example.Length];

        Assert.Equal(example.Length, Frames[name].WriteTo(written));
        Assert.Equal(example, written);
        Assert.Equal([Frames[name]], FrameStream.Decode(BodyRule.ClientServer, example).Frames);
    }

    [Fact]
    public void Example_OfAnIntroduction_IsWhatWeWriteAndRead()
    {
        ReadOnlySpan<byte> example = WireDocument.Examples["introduction"];
        Assert.Equal(example, PeerIntroduction.ToBytes(Alice));
        Assert.Equal(ReadStatus.Complete, new PeerIntroductionDecoder().Read(ref example, out Identifier? user));
        Assert.Equal(Alice, user);
    }

    [Theory]
    [MemberData(nameof(PeerFrameNames))]
    public void Example_OfAPeersFrame_IsWhatWeReadAndAnOriginalWrites(string name)
    {
        byte[] example = WireDocument.Examples[name];
        Assert.Equal(example, FrameStream.Encode(BodyRule.Peer, PeerFrames[name]));
        Assert.Equal([PeerFrames[name]], FrameStream.Decode(BodyRule.Peer, example).Frames);
    }

    [Fact]
    public void Example_OfAStamp_IsWhatWeWriteAndRead()
    {
        byte[] written = new byte[PeerStamp.Bytes];
        Stamp.WriteTo(written);
        Assert.Equal(WireDocument.Examples["stamp"], written);
        Assert.True(PeerStamp.TryRead(written, out PeerStamp read) && read == Stamp);
    }

    [Theory]
    [MemberData(nameof(HandshakeNames))]
    public void Example_OfAHandshake_IsWhatWeWriteAndRead(string name)
    {
        byte[] example = WireDocument.Examples[name];
        Handshake handshake = Handshakes[name];

        Assert.Equal(example, handshake.ToBytes());
        Assert.Equal(handshake, HandshakeStream.Decode(withResume: handshake.Resume is not null, example).Handshake);
    }

    [Theory]
    [MemberData(nameof(ReplyNames))]
    public void Example_OfAReply_IsWhatWeWrite(string name) =>
        Assert.Equal(WireDocument.Examples[name], Resumption.Reply(Replies[name]));
}
