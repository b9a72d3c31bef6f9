using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>
/// One gateway's access to one partition: finds the primary and posts to it. Any thread may call it, one post at a
/// time.
/// </summary>
public sealed class PartitionClient
{
    /// <summary>
    /// Most replicas that one call of <see cref="PostAsync"/> tries: first the one that <see cref="Choose"/> returns,
    /// then each time the one that the previous replica names as the primary.
    /// </summary>
    private const int MaxAttempts = 3;

    private readonly int _partition;
    private readonly LinkNetwork _links;
    private readonly ClusterView _cluster;

    // Null in a process without partitions; resolved at the first post.
    private readonly Lazy<PartitionHost?> _here;
    private readonly PostCall _call;
    private NodeId _primary;
    private int _failures;

    internal PartitionClient(int partition, LinkNetwork links, ClusterView cluster, Lazy<PartitionHost?> here)
    {
        _partition = partition;
        _links = links;
        _cluster = cluster;
        _here = here;
        _call = new PostCall(partition);
    }

    /// <summary>Posts to the primary.</summary>
    /// <param name="post">The post.</param>
    /// <param name="epoch">The highest epoch that the gateway has seen.</param>
    /// <returns>
    /// The response. <see cref="PostStatus.NotPrimary"/> only if no primary was found.
    /// </returns>
    /// <exception cref="SiloUnavailableException">The cluster has no silo. Retransmit the post later.</exception>
    /// <exception cref="UnreachableMemberException">
    /// The silo did not respond. It is unknown whether the post was applied: retransmit it.
    /// </exception>
    public async ValueTask<PostResponse> PostAsync(PartitionInput post, long epoch)
    {
        PostResponse response = default;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            NodeId silo = Choose();
            try
            {
                _call.Post = post;
                _call.Epoch = epoch;
                response =
                    _here.Value is { } here && here.Self == silo
                        ? await here.PostAsync(_partition, post, epoch)
                        : await _links.CallAsync(silo, _call);
            }
            catch
            {
                // A silo may be dead before a view says so, so the next call tries another one. This call does not: the
                // post may have been applied, and the caller decides when to retransmit it.
                _primary = default;
                _failures++;
                throw;
            }
            finally
            {
                // The call object is reused; without this it would keep the last post's entries alive.
                _call.Post = null;
            }
            if (response.Status != PostStatus.NotPrimary)
            {
                _primary = silo;
                _failures = 0;
                return response;
            }
            // A replica that has not detected the failure yet names the dead primary, which is no hint.
            bool isHint =
                response.Primary.IsSet && response.Primary != silo && !_cluster.Current.Dead.Contains(response.Primary);
            _primary = isHint ? response.Primary : default;
            _failures += isHint ? 0 : 1;
            // No hint: during a failover no silo knows a primary. The caller pauses before it tries the next one.
            if (!isHint)
                break;
        }
        return response;
    }

    /// <summary>
    /// Chooses the silo to try: the last known primary; if none is known, the silo that should be the primary; after
    /// failures each other silo in turn, because one of them knows the primary.
    /// </summary>
    private NodeId Choose()
    {
        if (_primary.IsSet && !_cluster.Current.Dead.Contains(_primary))
            return _primary;
        PartitionMap map = _cluster.Map ?? throw new SiloUnavailableException("the cluster has no silo");
        return _failures == 0 ? map.GetPrimary(_partition) : map.Silos[_failures % map.Silos.Length];
    }
}

/// <summary>Creates the clients of partitions for the gateways of this process.</summary>
public sealed class PartitionClients
{
    private readonly LinkNetwork _links;
    private readonly Lazy<PartitionHost?> _here;

    internal PartitionClients(LinkNetwork links, ClusterView cluster, Func<PartitionHost?> here)
    {
        _links = links;
        _here = new Lazy<PartitionHost?>(here);
        Cluster = cluster;
    }

    /// <summary>The members of the cluster.</summary>
    public ClusterView Cluster { get; }

    /// <summary>Creates the client of one gateway for one partition.</summary>
    public PartitionClient Create(int partition) => new(partition, _links, Cluster, _here);
}
