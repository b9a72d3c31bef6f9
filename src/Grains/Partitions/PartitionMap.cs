using MGen.Wire.Blobs;
using System.Collections.Immutable;
using MGen.Grains.Blobs;
using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>Which partition a group belongs to, and which silos a partition. Everybody in a cluster computes the same from the same members.</summary>
public sealed class PartitionMap
{
    /// <summary>
    /// Partitions of a cluster: the largest number of silos that can share the work. Few enough that each has something to do in every turn; a turn
    /// costs the same for one message and for a hundred.
    /// </summary>
    public const int Count = 16;

    private readonly SiloAddress[] _primaries = new SiloAddress[Count];
    private readonly SiloAddress?[] _backups = new SiloAddress?[Count];

    /// <summary>Spreads the partitions: each silo is the primary, and the backup, of as many as any other, give or take one.</summary>
    /// <param name="silos">At least one.</param>
    public PartitionMap(ImmutableArray<SiloAddress> silos)
    {
        ArgumentOutOfRangeException.ThrowIfZero(silos.Length, nameof(silos));
        Silos = silos;
        int share = (Count + silos.Length - 1) / silos.Length;
        Dictionary<SiloAddress, int> primaries = silos.ToDictionary(silo => silo, _ => share), backups = silos.ToDictionary(silo => silo, _ => share);
        for (int partition = 0; partition < Count; partition++)
        {
            SiloAddress[] ranked = Rank(partition);
            _primaries[partition] = Take(ranked, primaries);
            _backups[partition] = silos.Length == 1 ? null : Take([.. ranked.Where(silo => silo != _primaries[partition])], backups);
        }
    }

    /// <summary>The silos that share the partitions.</summary>
    public ImmutableArray<SiloAddress> Silos { get; }

    /// <summary>The partition of a group.</summary>
    public static int PartitionOf(Identifier group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return (int)(NameHash.Of(group.Utf8) % Count);
    }

    /// <summary>A partition's number, as another member wrote it.</summary>
    /// <exception cref="InvalidDataException">There is no such partition.</exception>
    internal static int ReadPartition(ref BlobReader reader)
    {
        int partition = reader.Int();
        return partition < Count ? partition : throw new InvalidDataException($"partition {partition}");
    }

    /// <summary>Where a partition runs.</summary>
    public SiloAddress PrimaryOf(int partition) => _primaries[partition];

    /// <summary>Who has a second copy; <c>null</c> if there is one silo only.</summary>
    public SiloAddress? BackupOf(int partition) => _backups[partition];

    /// <summary>Each partition likes the silos in an order of its own; who joins or leaves does not change the order of the others.</summary>
    private SiloAddress[] Rank(int partition) =>
        [.. Silos.OrderByDescending(silo => NameHash.Of(System.Text.Encoding.UTF8.GetBytes(silo.ToParsableString()), (uint)partition + 1)).ThenBy(silo => silo)];

    private static SiloAddress Take(SiloAddress[] ranked, Dictionary<SiloAddress, int> room)
    {
        SiloAddress taken = Array.Find(ranked, silo => room[silo] > 0) ?? ranked[0];
        room[taken]--;
        return taken;
    }
}
