using MGen.Wire;

namespace MGen.Links.Tests;

/// <summary>Sends a number of bytes; the response is how many arrived.</summary>
internal sealed class EchoCall(int length) : AwaitedCall<int>
{
    /// <summary>Whether reading the response throws.</summary>
    public bool IsDeaf { get; init; }

    public override LinkMessage Kind => LinkMessage.FirstRequest;

    public override void Write(BlobWriter writer) => writer.Bytes(new byte[length]);

    protected override int Read(ref BlobReader response) =>
        IsDeaf ? throw new InvalidDataException("not understood") : response.Int();
}
