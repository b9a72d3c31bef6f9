using MGen.Links;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>
/// The request with a gateway's post to a partition.
/// <code>
/// partition, the gateway's epoch, input | response: status, epoch, incarnation, primary
/// </code>
/// </summary>
internal sealed class PostCall(int partition) : AwaitedCall<PostResponse>
{
    /// <summary>The post; set while the request is outstanding.</summary>
    public PartitionInput? Post { get; set; }

    /// <summary>The highest epoch that the gateway has seen.</summary>
    public long Epoch { get; set; }

    public override LinkMessage Kind => MemberMessages.Post;

    public override void Write(BlobWriter writer)
    {
        writer.Number(partition);
        writer.Number(Epoch);
        Post!.Write(writer);
    }

    protected override PostResponse Read(ref BlobReader response) =>
        new((PostStatus)response.Byte(), response.Long(), response.Long(), NodeIdCodec.Read(ref response));
}

/// <summary>Passes posts to the replicas of this silo, and sends the responses.</summary>
internal sealed class PostHandler(Lazy<PartitionHost> host) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Post;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        int partition = PartitionMap.ReadPartition(ref body);
        long epoch = body.Long();
        // Read before this returns: the body is valid only during the call.
        host.Value.Post(partition, new LinkTicket(request), PartitionInput.Read(ref body), epoch);
    }

    private sealed class LinkTicket(LinkRequest request) : PostTicket
    {
        public override void Respond(PostResponse response)
        {
            try
            {
                BlobWriter writer = request.Begin();
                writer.Byte((byte)response.Status);
                writer.Number(response.Epoch);
                writer.Number(response.Incarnation);
                NodeIdCodec.Write(writer, response.Primary);
                request.End();
            }
            catch (Exception failure)
            {
                // The gateway has one outstanding post per partition, so without a response it would never post again.
                request.Fail(failure.Message);
                throw;
            }
        }
    }
}

/// <summary>Receives the response to a post. Called once, on the thread of the links' loop.</summary>
internal abstract class PostTicket
{
    public abstract void Respond(PostResponse response);
}

/// <summary>The ticket of a post of this process.</summary>
internal sealed class LocalTicket : PostTicket
{
    // Continuations run elsewhere: the loop's thread must not run the caller's code.
    private readonly TaskCompletionSource<PostResponse> _response = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<PostResponse> Response => _response.Task;

    public override void Respond(PostResponse response) => _response.SetResult(response);
}
