using MGen.Messenger.Links;
using MGen.Wire;

namespace MGen.Messenger.Tests.Links;

public sealed class ResumeReplyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(20)]
    public void Read_InPieces_ConsumesEightBytesOnly(int piece)
    {
        byte[] stream = [.. Resumption.Reply(0x0102030405060708), 9, 9];
        ResumeReply reply = new(isExpected: true, isDecisive: true);
        int left = 0;
        foreach (byte[] chunk in stream.Chunk(piece))
        {
            ReadOnlySpan<byte> bytes = chunk;
            if (reply.IsAwaited)
                reply.Read(ref bytes);
            left += bytes.Length;
        }
        Assert.False(reply.IsAwaited);
        Assert.Equal(0x0102030405060708u, reply.Count);
        Assert.Equal(2, left);
    }

    [Fact]
    public void IsAwaited_NotExpected_IsFalse() =>
        Assert.False(new ResumeReply(isExpected: false, isDecisive: false).IsAwaited);
}
