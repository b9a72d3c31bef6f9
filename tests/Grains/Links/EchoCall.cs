using MGen.Wire.Blobs;
using MGen.Grains.Links;

namespace MGen.Grains.Tests.Links;

/// <summary>Sends so many bytes; the answer is how many arrived.</summary>
internal sealed class EchoCall(int length) : AwaitedCall<int>
{
    /// <summary>Whether it does not understand its answer.</summary>
    public bool IsDeaf { get; init; }

    public override LinkMessage Kind => LinkMessage.Post;

    public override void Write(BlobWriter writer) => writer.Bytes(new byte[length]);

    protected override int Read(ref BlobReader answer) => IsDeaf ? throw new InvalidDataException("not understood") : answer.Int();
}
