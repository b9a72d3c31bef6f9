using MGen.Groups.Codecs;
using MGen.Links;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Hosting;

namespace MGen.Grains.Partitions;

/// <summary>
/// The connections of grain callers in a cluster: posts go to the primary of the group's partition, without a link if
/// this silo is the primary.
/// </summary>
internal sealed class ClusterGroupConnections : GroupConnections
{
    private static readonly TimeSpan RetransmitAfter = TimeSpan.FromMilliseconds(100);

    private readonly PartitionHost _host;
    private readonly GatewaySession[] _sessions;
    private readonly PartitionClient[] _clients;

    // Per partition: a session allows one outstanding post.
    private readonly SemaphoreSlim[] _posting;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stopping;

    public ClusterGroupConnections(
        PartitionHost host,
        PartitionClients partitions,
        GatewaySessions sessions,
        TimeProvider clock,
        IHostApplicationLifetime lifetime
    )
    {
        _host = host;
        _sessions = sessions.Add(Id, host.Self, Find, End);
        _clients = [.. _sessions.Select(session => partitions.Create(session.Partition))];
        _posting = [.. _sessions.Select(_ => new SemaphoreSlim(1))];
        _clock = clock;
        _stopping = lifetime.ApplicationStopping;
    }

    /// <summary>
    /// Posts an entry and retransmits the post until it is accepted or this silo stops.
    /// </summary>
    /// <exception cref="UnknownConnectionException">The partition has lost its state.</exception>
    public override async Task PostAsync(Identifier group, GroupEntry entry)
    {
        int partition = PartitionMap.GetPartition(group, _sessions.Length);
        await _posting[partition].WaitAsync(_stopping);
        try
        {
            // The post gets its number only here: one that is cancelled in the wait above must not leave a gap in the
            // numbers.
            PartitionInput post = _sessions[partition].CreatePost(EntryCodec.Encode([entry]));
            while (!await TryPostAsync(partition, post))
                await Task.Delay(RetransmitAfter, _clock, _stopping);
        }
        finally
        {
            _posting[partition].Release();
        }
    }

    public override async Task<IReadOnlyList<MemberDescription>> DescribeAsync(Identifier group)
    {
        int partition = PartitionMap.GetPartition(group, _sessions.Length);
        return await _host.QueryAsync(
                partition,
                replica => replica.IsPrimary ? replica.State!.FindGroup(group)?.Describe() ?? [] : null
            ) ?? throw new GroupMovedException($"this silo is not the primary of partition {partition}");
    }

    private async Task<bool> TryPostAsync(int partition, PartitionInput post)
    {
        PostResponse response;
        try
        {
            response = await _clients[partition].PostAsync(post, _sessions[partition].Epoch);
        }
        catch (Exception failure) when (failure is SiloUnavailableException or UnreachableMemberException)
        {
            // The partition may have applied the post; its number makes the retransmission harmless.
            return false;
        }
        return _sessions[partition].TakeResponse(post, response) switch
        {
            PostOutcome.Done => true,
            PostOutcome.Retransmit => false,
            _ => throw new UnknownConnectionException(
                $"partition {partition} has lost its state; the connections of its groups have ended"
            ),
        };
    }
}
