namespace MGen.Wire.Tests;

public sealed class PeerStampTests
{
    private static readonly PeerStamp Stamp = new(
        Session: 0x0011223344556677,
        Number: 9,
        Oldest: 7,
        PeerSession: ulong.MaxValue,
        PeerNext: 3
    );

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        Assert.True(PeerStamp.TryRead(Body(Stamp), out PeerStamp read));
        Assert.Equal(Stamp, read);
    }

    [Fact]
    public void WriteTo_Body_LeavesTheRestZeros() =>
        Assert.Equal(new byte[160 - PeerStamp.Bytes], Body(Stamp)[PeerStamp.Bytes..]);

    [Fact]
    public void TryRead_ZerosOfAnOriginal_AreNoStamp() => Assert.False(PeerStamp.TryRead(new byte[160], out _));

    [Fact]
    public void TryRead_ShorterThanAStamp_IsNone() =>
        Assert.All(
            Enumerable.Range(0, PeerStamp.Bytes),
            length => Assert.False(PeerStamp.TryRead(Body(Stamp).AsSpan(0, length), out _))
        );

    [Theory]
    [InlineData(3, 4)]
    [InlineData(ulong.MaxValue, 0)]
    public void TryRead_ContradictsItself_IsNone(ulong number, ulong oldest) =>
        Assert.False(PeerStamp.TryRead(Body(Stamp with { Number = number, Oldest = oldest }), out _));

    [Fact]
    public void BodyStart_FramesInPieces_IsEachFramesOwnBody()
    {
        Identifier alice = Identifier.Create("Alice"),
            group = Identifier.Create("g");
        byte[] stream =
        [
            .. Frame.Message(alice, group, 0, 160).Header,
            .. Body(Stamp),
            .. Frame.Receipt(alice, group, 1).Header,
            .. Body(Stamp with { Number = 10 }),
        ];
        foreach (int size in new[] { 1, 7, 47, 48, 160, stream.Length })
            Assert.Equal([9ul, 10ul], NumbersOf(stream.Chunk(size)));
    }

    [Fact]
    public void BodyStart_BodyShorterThanWhatIsKept_IsAllOfIt()
    {
        FrameDecoder decoder = new(BodyRule.Peer, PeerStamp.Bytes);
        ReadOnlySpan<byte> input =
        [
            .. Frame.Message(Identifier.Create("a"), Identifier.Create("g"), 0, 2).Header,
            5,
            6,
        ];
        Assert.Equal(ReadStatus.Complete, decoder.Read(ref input, out _));
        Assert.Equal([5, 6], decoder.BodyStart.ToArray());
    }

    private static List<ulong> NumbersOf(IEnumerable<byte[]> pieces)
    {
        FrameDecoder decoder = new(BodyRule.Peer, PeerStamp.Bytes);
        List<ulong> numbers = [];
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> input = piece;
            while (decoder.Read(ref input, out _) == ReadStatus.Complete)
                numbers.Add(PeerStamp.TryRead(decoder.BodyStart, out PeerStamp stamp) ? stamp.Number : 0);
        }
        return numbers;
    }

    private static byte[] Body(PeerStamp stamp)
    {
        byte[] body = new byte[160];
        stamp.WriteTo(body);
        return body;
    }
}
