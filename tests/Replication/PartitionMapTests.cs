using System.Collections.Immutable;
using System.Globalization;
using MGen.Wire;

namespace MGen.Replication.Tests;

public sealed class PartitionMapTests
{
    private static readonly int[] Partitions = [.. Enumerable.Range(0, PartitionMap.Count)];

    public static TheoryData<int> SiloCounts => [1, 2, 3, 4, 7, 16, 20];

    [Theory]
    [MemberData(nameof(SiloCounts))]
    public void Map_AnyNumberOfSilos_SpreadsEvenlyAndBacksUpElsewhere(int count)
    {
        ImmutableArray<NodeId> silos = CreateSilos(count);
        PartitionMap map = new(silos);

        int share = (PartitionMap.Count + count - 1) / count;
        Assert.All(
            silos,
            silo => Assert.InRange(Partitions.Count(partition => map.GetPrimary(partition) == silo), 0, share)
        );
        Assert.All(Partitions, partition => Assert.NotEqual(map.GetPrimary(partition), map.GetBackup(partition)));
        Assert.All(Partitions, partition => Assert.Equal(count > 1, map.GetBackup(partition).IsSet));
        Assert.All(Partitions, partition => Assert.Equal(silos.Order(), map.Rank(partition).Order()));
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
            PartitionMap.Count / 2
        );
    }

    [Fact]
    public void GetPartition_ManyGroups_FillsAllPartitionsAboutEvenly()
    {
        int[] counts = new int[PartitionMap.Count];
        for (int i = 0; i < 32_000; i++)
            counts[
                PartitionMap.GetPartition(Identifier.Create(string.Create(CultureInfo.InvariantCulture, $"group{i}")))
            ]++;

        // 2,000 each are expected, with a standard deviation of 43; fixed names, so this holds always or never.
        Assert.All(counts, count => Assert.InRange(count, 1_800, 2_200));
    }

    [Theory]
    [InlineData("g", 14)]
    [InlineData("group", 5)]
    [InlineData("Ünïcödé", 1)]
    public void GetPartition_Name_IsTheSameInEveryVersion(string group, int partition) =>
        Assert.Equal(partition, PartitionMap.GetPartition(Identifier.Create(group)));

    private static ImmutableArray<NodeId> CreateSilos(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => new NodeId(string.Create(CultureInfo.InvariantCulture, $"S127.0.0.1:{11_000 + i}:{i}")))
                .Order(),
        ];
}
