using MGen.Grains.Blobs;

namespace MGen.Grains.Links;

/// <summary>A call that somebody awaits. Who awaits it goes on within the loop's round, so that all that follows leaves with that round.</summary>
internal abstract class AwaitedCall<TAnswer> : LinkCall
{
    private readonly TaskCompletionSource<TAnswer> _answer = new();

    public Task<TAnswer> Answer => _answer.Task;

    public override void Complete(ref BlobReader answer) => _answer.TrySetResult(Read(ref answer));

    public override void Fail(Exception why) => _answer.TrySetException(why);

    protected abstract TAnswer Read(ref BlobReader answer);
}
