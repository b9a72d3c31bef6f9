using System.Collections.Immutable;

namespace MGen.Grains.Tests.Partitions;

/// <summary>A cluster before anybody is in it, and a silo that is about to join.</summary>
internal sealed class EmptyCluster : IClusterMembershipService, ILocalSiloDetails
{
    public ClusterMembershipSnapshot CurrentSnapshot { get; } = new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, new MembershipVersion(1));

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => AsyncEnumerable.Empty<ClusterMembershipSnapshot>();

    public string Name => "silo";

    public string ClusterId => "cluster";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress => SiloAddress.Zero;

    public SiloAddress GatewayAddress => SiloAddress.Zero;

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => default;

    public Task<bool> TryKill(SiloAddress siloAddress) => Task.FromResult(false);
}
