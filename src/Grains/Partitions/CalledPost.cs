namespace MGen.Grains.Partitions;

/// <summary>A post that came by a call of the grain.</summary>
internal sealed class CalledPost(PartitionInput post) : WaitingPost(post)
{
    private readonly TaskCompletionSource<PostReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<PostReply> Reply => _reply.Task;

    public override void Accept(Guid incarnation) => _reply.TrySetResult(new PostReply(incarnation));

    public override void Fail(Exception failure) => _reply.TrySetException(failure);
}
