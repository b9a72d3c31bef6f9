namespace MGen.Grains.Partitions;

/// <summary>A post whose gateway waits for the answer.</summary>
internal sealed class WaitingPost(PartitionInput post)
{
    private readonly TaskCompletionSource<PostReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PartitionInput Post => post;

    public Task<PostReply> Reply => _reply.Task;

    public void Accept(Guid incarnation) => _reply.TrySetResult(new PostReply(incarnation));

    public void Fail(Exception failure) => _reply.TrySetException(failure);
}
