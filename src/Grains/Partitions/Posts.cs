using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Grains.Partitions;

/// <summary>Whoever waits for the answer to a post.</summary>
internal abstract class PostTicket
{
    public abstract void Answer(PostAnswer answer);
}

/// <summary>
/// A gateway's post to a partition.
/// <code>
/// partition, input | answer: status, epoch, incarnation, primary
/// </code>
/// </summary>
internal sealed class PostCall(int partition) : AwaitedCall<PostAnswer>
{
    /// <summary>What the next call brings; set until it is answered.</summary>
    public PartitionInput? Post { get; set; }

    public override LinkMessage Kind => MemberMessages.Post;

    public override void Write(BlobWriter writer)
    {
        writer.Number(partition);
        Post!.Write(writer);
    }

    protected override PostAnswer Read(ref BlobReader answer) =>
        new((PostStatus)answer.Byte(), answer.Long(), answer.Long(), NodeIdCodec.Read(ref answer));
}

/// <summary>Gives posts to the replicas of this silo and answers them.</summary>
internal sealed class PostHandler(Lazy<PartitionHost> host) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Post;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        int partition = PartitionMap.ReadPartition(ref body);
        host.Value.Post(partition, new LinkTicket(request), PartitionInput.Read(ref body));
    }

    private sealed class LinkTicket(LinkRequest request) : PostTicket
    {
        public override void Answer(PostAnswer answer)
        {
            BlobWriter writer = request.Begin();
            writer.Byte((byte)answer.Status);
            writer.Number(answer.Epoch);
            writer.Number(answer.Incarnation);
            NodeIdCodec.Write(writer, answer.Primary);
            request.End();
        }
    }
}

/// <summary>
/// One gateway's way to one partition: finds the primary and makes one post at a time. Thread-safe as far as the caller keeps to one post at a time.
/// </summary>
public sealed class PartitionClient
{
    /// <summary>Replicas asked in a row before the caller waits: the primary known, the one that a replica names, the one where the partition should be.</summary>
    private const int MaxAttempts = 3;

    private readonly int _partition;
    private readonly LinkNetwork _links;
    private readonly ClusterView _cluster;
    private readonly Lazy<PartitionHost?> _here;
    private readonly PostCall _call;
    private NodeId _primary;
    private int _failures;

    internal PartitionClient(int partition, LinkNetwork links, ClusterView cluster, Lazy<PartitionHost?> here)
    {
        _here = here;
        _partition = partition;
        _links = links;
        _cluster = cluster;
        _call = new PostCall(partition);
    }

    /// <summary>Posts to the primary.</summary>
    /// <returns>The answer; of a replica that is not the primary only if no primary was found.</returns>
    /// <exception cref="SiloUnavailableException">No silo answered. Whether the post was applied is unknown: retransmit it.</exception>
    public async ValueTask<PostAnswer> PostAsync(PartitionInput post)
    {
        PostAnswer answer = default;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            NodeId silo = Choose();
            try
            {
                _call.Post = post;
                answer = _here.Value is { } here && here.Self == silo ? await here.PostAsync(_partition, post) : await _links.CallAsync(silo, _call);
            }
            catch
            {
                _primary = default;
                _failures++;
                throw;
            }
            finally
            {
                _call.Post = null;
            }
            if (answer.Status != PostStatus.NotPrimary)
            {
                _primary = silo;
                _failures = 0;
                return answer;
            }
            bool isHint = answer.Primary.IsSet && answer.Primary != silo && !_cluster.Current.Dead.Contains(answer.Primary);
            _primary = isHint ? answer.Primary : default;
            _failures += isHint ? 0 : 1;
            if (!isHint)
                break;
        }
        return answer;
    }

    /// <summary>The primary known last; else where the partition should be, and after failures the other silos in turn: one of them knows the primary.</summary>
    private NodeId Choose()
    {
        if (_primary.IsSet && !_cluster.Current.Dead.Contains(_primary))
            return _primary;
        PartitionMap map = _cluster.Map ?? throw new SiloUnavailableException("the cluster has no silo");
        return _failures == 0 ? map.GetPrimary(_partition) : map.Silos[_failures % map.Silos.Length];
    }
}
