using System.Collections.Immutable;
using MGen.Membership;

namespace MGen.Grains.Partitions;

/// <summary>Which silo has which partition, by the members that this process knows.</summary>
public sealed class PartitionView(ClusterView cluster)
{
    private PartitionMap? _last;

    /// <summary>The present map; <c>null</c> while there is no silo. Any thread.</summary>
    public PartitionMap? Map
    {
        get
        {
            ImmutableArray<SiloAddress> silos = cluster.Silos;
            if (silos.IsEmpty)
                return null;
            PartitionMap? last = _last;
            return last is not null && (last.Silos == silos || last.Silos.SequenceEqual(silos)) ? last : _last = new PartitionMap(silos);
        }
    }

    /// <inheritdoc cref="ClusterView.Silos"/>
    public ImmutableArray<SiloAddress> Silos => cluster.Silos;

    /// <inheritdoc cref="ClusterView.IsGone(SiloAddress)"/>
    public bool IsGone(SiloAddress member) => cluster.IsGone(member);
}
