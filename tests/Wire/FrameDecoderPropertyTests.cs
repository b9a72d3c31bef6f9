using FsCheck.Xunit;

namespace MGen.Wire.Tests;

/// <summary>Properties that hold for every stream of bytes and every way to split it.</summary>
public sealed class FrameDecoderPropertyTests
{
    [Property(MaxTest = 2_000)]
    public void Read_RandomBytes_NeverThrowsAndOnlyMovesForward(byte[] bytes, bool peer)
    {
        FrameDecoder decoder = new(RuleOf(peer));
        ReadOnlySpan<byte> rest = bytes;
        ReadStatus status;
        do
        {
            int before = rest.Length;
            status = decoder.Read(ref rest, out _);
            Assert.True(rest.Length <= before, "input only shrinks");
            Assert.True(rest.Length < before || status != ReadStatus.Complete, "a frame is made of bytes");
        } while (status == ReadStatus.Complete);
    }

    [Property(MaxTest = 500)]
    public void Read_AnyFramesInAnyPieces_ComeBackUnchanged(FrameRecipe[] recipes, byte pieceBytes, bool peer)
    {
        Frame[] frames = [.. recipes.Select(recipe => recipe.ToFrame())];
        byte[] stream = FrameStream.Encode(RuleOf(peer), frames);

        FrameStream decoded = FrameStream.Decode(RuleOf(peer), stream.Chunk(pieceBytes + 1));

        Assert.Equal(frames, decoded.Frames);
        Assert.False(decoded.EndsInsideFrame);
    }

    [Property(MaxTest = 500)]
    public void Read_RandomBytes_ResultDoesNotDependOnTheSplit(byte[] bytes, byte pieceBytes)
    {
        byte[] stream = [0, 0, 0, 22, 0, 0, 0, .. bytes];

        FrameStream whole = FrameStream.Decode(BodyRule.ClientServer, stream);
        FrameStream pieces = FrameStream.Decode(BodyRule.ClientServer, stream.Chunk(pieceBytes + 1));

        Assert.Equal(whole.Frames, pieces.Frames);
        Assert.Equal(whole.Violation, pieces.Violation);
    }

    private static BodyRule RuleOf(bool peer) => peer ? BodyRule.Peer : BodyRule.ClientServer;

    /// <summary>Numbers that FsCheck can generate, and the frame they represent.</summary>
    public sealed record FrameRecipe(byte SenderLength, byte TargetLength, uint Id, ushort Size)
    {
        internal Frame ToFrame()
        {
            Identifier sender = Identifier.Create(new string('s', SenderLength + 1));
            Identifier target = Identifier.Create(new string('t', TargetLength + 1));
            return Size == 0 ? Frame.Receipt(sender, target, Id) : Frame.Message(sender, target, Id, Size);
        }
    }
}
