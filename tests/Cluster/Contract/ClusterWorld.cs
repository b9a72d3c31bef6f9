using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MGen.Cluster.Tests.Nodes;
using MGen.Contract;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Cluster.Tests.Contract;

/// <summary>
/// A cluster that tests share. Each world has names of its own for its groups, to which its members translate.
/// Connections go to the gateways in turn, so members of one group are at different ones, and reconnect at another.
/// </summary>
internal sealed class ClusterWorld(ICluster cluster, bool acceptLate) : GroupWorld
{
    private static readonly StrongBox<int> Worlds = new();

    private readonly string _suffix = string.Create(
        CultureInfo.InvariantCulture,
        $"~{Interlocked.Increment(ref Worlds.Value)}"
    );
    private readonly HashSet<string> _registered = [];
    private int _connections;

    public override int FloodFrames => 6_000;

    public override int ManyMembers => 200;

    public ICluster Cluster => cluster;

    /// <summary>
    /// The group's name in the cluster. A name of the largest length is not changed; only one test uses it.
    /// </summary>
    public string NameOf(string group) =>
        Encoding.UTF8.GetByteCount(group) + _suffix.Length <= WireLimits.MaxIdentifierBytes ? group + _suffix : group;

    public override Task<GroupMember> ConnectAsync(string user, string group, ResumeOffer? offer) =>
        ConnectAsync(cluster.Gateways[_connections++ % cluster.Gateways.Count], user, group, offer);

    public override Task<GroupMember> ConnectBesideAsync(GroupMember member) =>
        ConnectAsync(((ClusterMember)member).Gateway, member.User, member.Group, member.Offer);

    private async Task<GroupMember> ConnectAsync(
        System.Net.IPEndPoint gateway,
        string user,
        string group,
        ResumeOffer? offer
    )
    {
        WireClient client = await WireClient
            .ConnectAsync(gateway, user, NameOf(group), offer, awaitsAnswer: acceptLate)
            .WaitAsync(GroupMember.Patience, TimeProvider.System);
        ClusterMember member = new(this, gateway, client, user, group, offer);
        if (!acceptLate)
            await cluster.GatewayLog.WaitForAsync($"refused,{user},{NameOf(group)},LateRegistration");
        else if (_registered.Add($"{user},{group}"))
            await cluster.GatewayLog.WaitForAsync($"register,{user},{NameOf(group)}");
        return member;
    }

    /// <summary>
    /// Waits until the partition has applied what a gateway has posted for a group, by registering another user in a
    /// group of the same partition: posts of a gateway are applied in order.
    /// </summary>
    public async Task SettleAsync(System.Net.IPEndPoint gateway, Identifier group)
    {
        int number = Interlocked.Increment(ref Worlds.Value),
            partition = PartitionMap.GetPartition(group, PartitionMap.DefaultCount);
        string other = Enumerable
            .Range(0, 10_000)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"settled{number}-{i}"))
            .First(name => PartitionMap.GetPartition(Identifier.Create(name), PartitionMap.DefaultCount) == partition);
        await using WireClient stranger = await WireClient.ConnectAsync(gateway, "stranger", other);
        await cluster.GatewayLog.WaitForAsync($"register,stranger,{other}");
    }

    public override async Task<IReadOnlyList<string>> ReadLossesAsync(int count)
    {
        IReadOnlyList<string> lines = await cluster.SiloLog.WaitForAsync(
            line =>
                line.StartsWith("dropped,", StringComparison.Ordinal)
                && line.Contains($"{_suffix},", StringComparison.Ordinal),
            count
        );
        return [.. lines.Select(line => line["dropped,".Length..].Replace(_suffix, "", StringComparison.Ordinal))];
    }

    /// <summary>Does nothing: the next world uses the cluster, too.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
