using System.Collections.Immutable;
using System.Text;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// Which partition a group belongs to, and which silos should hold each partition. The map is a function of the set of
/// silos, so members with the same view compute the same map. Members with different views disagree only on where a
/// partition should move, never on its primary, which the row names (<see cref="PartitionConfig"/>).
/// </summary>
public sealed class PartitionMap
{
    /// <summary>
    /// The default number of partitions of a cluster, which is the largest number of silos that can share the work.
    /// More partitions would cost more: a commit of one message costs as much as a commit of a hundred, and with fewer
    /// partitions a commit has more messages.
    /// </summary>
    public const int DefaultCount = 16;

    /// <summary>The largest number of partitions of a cluster.</summary>
    public const int MaxCount = 1024;

    private readonly NodeId[] _primaries;
    private readonly NodeId[] _backups;
    private readonly byte[][] _names;

    /// <summary>
    /// Distributes the partitions. The share of a silo is the number of partitions divided by the number of silos,
    /// rounded up: no silo is primary of more than its share, nor backup of more, unless the only silo with remaining
    /// capacity is the partition's primary.
    /// </summary>
    /// <param name="silos">The silos that may hold partitions; at least one.</param>
    /// <param name="count">The number of partitions, from 1 to <see cref="MaxCount"/>.</param>
    public PartitionMap(ImmutableArray<NodeId> silos, int count = DefaultCount)
    {
        ArgumentOutOfRangeException.ThrowIfZero(silos.Length, nameof(silos));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        Silos = silos;
        _primaries = new NodeId[count];
        _backups = new NodeId[count];
        _names = [.. silos.Select(silo => Encoding.UTF8.GetBytes(silo.Name))];
        // Rounded up, so that the shares cover all partitions.
        int share = (count + silos.Length - 1) / silos.Length;
        int[] primaries = new int[silos.Length],
            backups = new int[silos.Length];
        Array.Fill(primaries, share);
        Array.Fill(backups, share);
        // Greedy, in the order of the partitions: every member computes the same map from the same set of silos.
        for (int partition = 0; partition < count; partition++)
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

    /// <summary>The number of partitions.</summary>
    public int Count => _primaries.Length;

    /// <summary>Returns the number of a group's partition, from 0 to <paramref name="count"/> - 1.</summary>
    public static int GetPartition(Identifier group, int count)
    {
        ArgumentNullException.ThrowIfNull(group);
        return (int)(NameHash.Compute(group.Utf8) % (uint)count);
    }

    /// <summary>Where a partition should have its primary.</summary>
    public NodeId GetPrimary(int partition) => _primaries[partition];

    /// <summary>Where a partition should have its backup; not set if there is one silo only.</summary>
    public NodeId GetBackup(int partition) => _backups[partition];

    /// <summary>Reads a partition's number.</summary>
    /// <exception cref="InvalidDataException">No cluster has such a partition.</exception>
    internal static int ReadPartition(ref BlobReader reader)
    {
        int partition = reader.Int();
        return Require(partition, MaxCount);
    }

    /// <summary>Returns the partition's number.</summary>
    /// <exception cref="InvalidDataException">There are fewer partitions.</exception>
    public static int Require(int partition, int count) =>
        partition < count
            ? partition
            : throw new InvalidDataException($"partition {partition}, of partitions 0 to {count - 1}");

    /// <summary>
    /// Rendezvous hashing: ranks the silos for one partition. A silo that joins or leaves does not change the order of
    /// the others, so few partitions move.
    /// </summary>
    internal NodeId[] Rank(int partition) => Array.ConvertAll(RankIndices(partition), index => Silos[index]);

    private int[] RankIndices(int partition)
    {
        ulong[] hashes = Array.ConvertAll(_names, name => NameHash.Compute(name, (uint)partition + 1));
        int[] ranked = [.. Enumerable.Range(0, hashes.Length)];
        Array.Sort(
            ranked,
            (left, right) =>
                hashes[left] != hashes[right]
                    ? hashes[right].CompareTo(hashes[left])
                    // Array.Sort is not stable: without a second key two members could order equal hashes differently.
                    : Silos[left].CompareTo(Silos[right])
        );
        return ranked;
    }

    /// <summary>
    /// Takes the first ranked silo with remaining capacity, or the first ranked silo if none has any. Never takes
    /// <paramref name="except"/>.
    /// </summary>
    private static int Take(int[] ranked, int[] capacity, int except)
    {
        int place = Array.FindIndex(ranked, silo => silo != except && capacity[silo] > 0);
        int index =
            place >= 0 ? ranked[place]
            : ranked[0] != except ? ranked[0]
            : ranked[1];
        capacity[index]--;
        return index;
    }
}

/// <summary>The number of partitions of a cluster, on which all members agree.</summary>
/// <param name="Value">From 1 to <see cref="PartitionMap.MaxCount"/>.</param>
public sealed record PartitionCount(int Value);
