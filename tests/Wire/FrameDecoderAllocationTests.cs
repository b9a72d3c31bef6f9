namespace MGen.Wire.Tests;

/// <summary>
/// The memory of the data path: one array per frame, nothing between frames, nothing for a length that is announced
/// only.
/// </summary>
public sealed class FrameDecoderAllocationTests
{
    /// <summary>An array's object header, its length field and its alignment.</summary>
    private const int ArrayOverheadBytes = 32;

    [Theory]
    [InlineData(BodyRule.ClientServer)]
    [InlineData(BodyRule.Peer)]
    public void Read_ManyFrames_AllocatesOneHeaderEach(BodyRule rule)
    {
        const int Frames = 1_000;
        Frame frame = Frame.Message(Identifier.Create("Alice"), Identifier.Create("g"), id: 0, size: 160);
        byte[] stream = FrameStream.Encode(rule, Enumerable.Repeat(frame, Frames));
        FrameDecoder decoder = new(rule);
        ReadAll(decoder, stream);

        long allocated = AllocatedBy(() => ReadAll(decoder, stream));

        Assert.InRange(allocated, Frames * frame.Header.Length, Frames * (frame.Header.Length + ArrayOverheadBytes));
    }

    [Fact]
    public void Read_HugeBody_AllocatesNoBody()
    {
        byte[] header = Frame
            .Message(Identifier.Create("a"), Identifier.Create("g"), id: 0, size: WireLimits.MaxMessageBytes)
            .Header.ToArray();
        byte[] piece = new byte[1 << 16];
        FrameDecoder decoder = new(BodyRule.Peer);

        long allocated = AllocatedBy(() =>
        {
            ReadAll(decoder, header);
            for (int i = 0; i < 100; i++)
                ReadAll(decoder, piece);
        });

        Assert.True(decoder.IsInsideFrame);
        Assert.InRange(allocated, 0, header.Length + ArrayOverheadBytes);
    }

    [Fact]
    public void Read_HugeHeaderLength_AllocatesNothing()
    {
        FrameDecoder decoder = new(BodyRule.ClientServer);

        Assert.Equal(0, AllocatedBy(() => ReadAll(decoder, [0xff, 0xff, 0xff, 0xff])));
    }

    private static void ReadAll(FrameDecoder decoder, ReadOnlySpan<byte> stream)
    {
        while (decoder.Read(ref stream, out _) == ReadStatus.Complete) { }
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
