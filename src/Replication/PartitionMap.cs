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
    private readonly byte[][] _names;

    /// <summary>Spreads the partitions: each silo is primary, and backup, of as many as any other, give or take one.</summary>
    /// <param name="silos">The silos that may hold partitions; at least one.</param>
    public PartitionMap(ImmutableArray<NodeId> silos)
    {
        ArgumentOutOfRangeException.ThrowIfZero(silos.Length, nameof(silos));
        Silos = silos;
        _names = [.. silos.Select(silo => Encoding.UTF8.GetBytes(silo.Name))];
        int share = (Count + silos.Length - 1) / silos.Length;
        int[] primaries = new int[silos.Length], backups = new int[silos.Length];
        Array.Fill(primaries, share);
        Array.Fill(backups, share);
        for (int partition = 0; partition < Count; partition++)
        {
            int[] ranked = RankIndices(partition);
            int primary = Take(ranked, primaries, except: -1);
            _primaries[partition] = silos[primary];
            if (silos.Length > 1)
                _backups[partition] = silos[Take(ranked, backups, except: primary)];
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
    internal NodeId[] Rank(int partition) => Array.ConvertAll(RankIndices(partition), index => Silos[index]);

    private int[] RankIndices(int partition)
    {
        ulong[] hashes = Array.ConvertAll(_names, name => NameHash.Of(name, (uint)partition + 1));
        int[] ranked = [.. Enumerable.Range(0, hashes.Length)];
        Array.Sort(ranked, (left, right) => hashes[left] != hashes[right] ? hashes[right].CompareTo(hashes[left]) : Silos[left].CompareTo(Silos[right]));
        return ranked;
    }

    /// <summary>The first silo that has room; the first of all if none has.</summary>
    private static int Take(int[] ranked, int[] room, int except)
    {
        int place = Array.FindIndex(ranked, silo => silo != except && room[silo] > 0);
        int index = place >= 0 ? ranked[place] : ranked[0] != except ? ranked[0] : ranked[1];
        room[index]--;
        return index;
    }
}
