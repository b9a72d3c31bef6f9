using System.Collections.Immutable;

namespace MGen.Grains.Partitions;

/// <summary>Who is in the cluster, as far as this process knows.</summary>
public sealed class ClusterView(IClusterMembershipService membership)
{
    private (MembershipVersion Version, PartitionMap? Map) _last = (MembershipVersion.MinValue, null);

    /// <summary>Which silo has which partition; <c>null</c> while there is no silo.</summary>
    public PartitionMap? Map
    {
        get
        {
            ClusterMembershipSnapshot now = membership.CurrentSnapshot;
            (MembershipVersion version, PartitionMap? map) = _last;
            if (version == now.Version && map is not null)
                return map;
            ImmutableArray<SiloAddress> silos = [.. now.Members.Values
                .Where(member => member.Status == SiloStatus.Active && NodeName.IsSilo(member.Name))
                .Select(member => member.SiloAddress)
                .Order()];
            map = silos.IsEmpty ? null : map is not null && map.Silos.SequenceEqual(silos) ? map : new PartitionMap(silos);
            _last = (now.Version, map);
            return map;
        }
    }

    /// <summary>Silos that take part now.</summary>
    public ImmutableArray<SiloAddress> Silos => Map?.Silos ?? [];

    /// <summary>Whether a member has left or was declared dead: it will not come back under this address.</summary>
    public bool IsGone(SiloAddress member) => membership.CurrentSnapshot.GetSiloStatus(member) == SiloStatus.Dead;
}
