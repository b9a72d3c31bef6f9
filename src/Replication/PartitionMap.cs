using System.Collections.Immutable;
using System.Text;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Replication;

/// <summary>
/// The partition of each group, and where each partition should be. A pure function of the silos, so members with the same view agree; members
/// with different views only disagree on where a partition should move, never on who leads it (<see cref="PartitionConfig"/> decides that).
/// </summary>
public sealed class PartitionMap
{
    /// <summary>
    /// Partitions of a cluster, hence the largest number of silos that can share the work. A commit costs the same for one message and for a
    /// hundred, so fewer partitions carry more per commit.
    /// </summary>
    public const int Count = 16;

    private readonly NodeId[] _primaries = new NodeId[Count];
    private readonly NodeId[] _backups = new NodeId[Count];

    /// <summary>Spreads the partitions: each silo is primary, and backup, of as many as any other, give or take one.</summary>
    /// <param name="silos">The silos that may hold partitions; at least one.</param>
    public PartitionMap(ImmutableArray<NodeId> silos)
    {
        ArgumentOutOfRangeException.ThrowIfZero(silos.Length, nameof(silos));
        Silos = silos;
        int share = (Count + silos.Length - 1) / silos.Length;
        Dictionary<NodeId, int> primaries = silos.ToDictionary(silo => silo, _ => share);
        Dictionary<NodeId, int> backups = silos.ToDictionary(silo => silo, _ => share);
        for (int partition = 0; partition < Count; partition++)
        {
            NodeId[] ranked = Rank(partition);
            _primaries[partition] = Take(ranked, primaries);
            if (silos.Length > 1)
                _backups[partition] = Take([.. ranked.Where(silo => silo != _primaries[partition])], backups);
        }
    }

    /// <summary>The silos that share the partitions.</summary>
    public ImmutableArray<NodeId> Silos { get; }

    /// <summary>The partition of a group.</summary>
    public static int GetPartition(Identifier group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return (int)(NameHash.Of(group.Utf8) % Count);
    }

    /// <summary>Where a partition should have its primary.</summary>
    public NodeId GetPrimary(int partition) => _primaries[partition];

    /// <summary>Where a partition should have its backup; not set if there is one silo only.</summary>
    public NodeId GetBackup(int partition) => _backups[partition];

    /// <summary>Reads a partition's number.</summary>
    /// <exception cref="InvalidDataException">There is no such partition.</exception>
    internal static int ReadPartition(ref BlobReader reader)
    {
        int partition = reader.Int();
        return partition < Count ? partition : throw new InvalidDataException($"partition {partition} of {Count}");
    }

    /// <summary>Rendezvous hashing: each partition ranks the silos in an order of its own, which a join or leave does not change for the others.</summary>
    internal NodeId[] Rank(int partition) =>
        [.. Silos.OrderByDescending(silo => NameHash.Of(Encoding.UTF8.GetBytes(silo.Name), (uint)partition + 1)).ThenBy(silo => silo)];

    private static NodeId Take(NodeId[] ranked, Dictionary<NodeId, int> room)
    {
        int index = Math.Max(0, Array.FindIndex(ranked, silo => room[silo] > 0));
        room[ranked[index]]--;
        return ranked[index];
    }
}
