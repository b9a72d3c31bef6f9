using System.Collections.Immutable;
using System.Globalization;
using MGen.Wire;

namespace MGen.Replication.Tests;

public sealed class PartitionMapTests
{
    private const int Count = PartitionMap.DefaultCount;

    private static readonly int[] Partitions = [.. Enumerable.Range(0, Count)];

    public static MatrixTheoryData<int, int> Shapes => new([1, 2, 3, 4, 7, 16, 20], [1, 5, 16, 64]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Map_AnyNumberOfSilosAndPartitions_SpreadsEvenlyAndBacksUpElsewhere(int count, int partitions)
    {
        ImmutableArray<NodeId> silos = CreateSilos(count);
        PartitionMap map = new(silos, partitions);
        int[] all = [.. Enumerable.Range(0, partitions)];

        Assert.Equal(partitions, map.Count);
        int share = (partitions + count - 1) / count;
        Assert.All(silos, silo => Assert.InRange(all.Count(partition => map.GetPrimary(partition) == silo), 0, share));
        Assert.All(all, partition => Assert.NotEqual(map.GetPrimary(partition), map.GetBackup(partition)));
        Assert.All(all, partition => Assert.Equal(count > 1, map.GetBackup(partition).IsSet));
        Assert.All(all, partition => Assert.Equal(silos.Order(), map.Rank(partition).Order()));
    }

    [Fact]
    public void Map_ASiloLeaves_AtLeastHalfOfThePartitionsStay()
    {
        ImmutableArray<NodeId> silos = CreateSilos(8);
        PartitionMap before = new(silos),
            after = new(silos.RemoveAt(3));

        Assert.InRange(
            Partitions.Count(partition => before.GetPrimary(partition) != after.GetPrimary(partition)),
            1,
            Count / 2
        );
    }

    [Fact]
    public void GetPartition_ManyGroups_FillsAllPartitionsAboutEvenly()
    {
        int[] counts = new int[Count];
        for (int i = 0; i < 32_000; i++)
            counts[
                PartitionMap.GetPartition(
                    Identifier.Create(string.Create(CultureInfo.InvariantCulture, $"group{i}")),
                    Count
                )
            ]++;

        // 2,000 each are expected, with a standard deviation of 43; fixed names, so this holds always or never.
        Assert.All(counts, count => Assert.InRange(count, 1_800, 2_200));
    }

    [Theory]
    [InlineData("g", 14)]
    [InlineData("group", 5)]
    [InlineData("Ünïcödé", 1)]
    public void GetPartition_Name_IsTheSameInEveryVersion(string group, int partition) =>
        Assert.Equal(partition, PartitionMap.GetPartition(Identifier.Create(group), Count));

    private static ImmutableArray<NodeId> CreateSilos(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => new NodeId(string.Create(CultureInfo.InvariantCulture, $"S127.0.0.1:{11_000 + i}:{i}")))
                .Order(),
        ];
}
