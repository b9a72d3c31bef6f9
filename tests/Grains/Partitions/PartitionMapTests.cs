using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using MGen.Grains.Partitions;
using MGen.Wire;

namespace MGen.Grains.Tests.Partitions;

public sealed class PartitionMapTests
{
    public static TheoryData<int> SiloCounts => [1, 2, 3, 4, 7, 16];

    [Theory]
    [MemberData(nameof(SiloCounts))]
    public void Map_AnyNumberOfSilos_SpreadsEvenlyAndBacksUpElsewhere(int count)
    {
        ImmutableArray<SiloAddress> silos = Silos(count);
        PartitionMap map = new(silos);

        int[] partitions = [.. Enumerable.Range(0, PartitionMap.Count)];
        int share = (PartitionMap.Count + count - 1) / count;
        Assert.All(silos, silo => Assert.InRange(partitions.Count(partition => map.PrimaryOf(partition) == silo), 0, share));
        Assert.All(partitions, partition => Assert.NotEqual(map.PrimaryOf(partition), map.BackupOf(partition)));
        Assert.All(partitions, partition => Assert.Equal(count > 1, map.BackupOf(partition) is not null));
    }

    [Fact]
    public void Map_ASiloLeaves_MostPartitionsStay()
    {
        ImmutableArray<SiloAddress> silos = Silos(8);
        PartitionMap before = new(silos), after = new(silos.RemoveAt(3));

        int moved = Enumerable.Range(0, PartitionMap.Count).Count(partition => before.PrimaryOf(partition) != after.PrimaryOf(partition));

        Assert.InRange(moved, 1, PartitionMap.Count / 2);
    }

    [Fact]
    public void PartitionOf_ManyGroups_FillsAllPartitionsAboutEvenly()
    {
        int[] counts = new int[PartitionMap.Count];
        for (int i = 0; i < 32_000; i++)
            counts[PartitionMap.PartitionOf(Identifier.Create(string.Create(CultureInfo.InvariantCulture, $"group{i}")))]++;

        // 2,000 each are expected, with a standard deviation of 43; fixed names, so this holds always or never.
        Assert.All(counts, count => Assert.InRange(count, 1_800, 2_200));
    }

    [Theory]
    [InlineData("g", 14)]
    [InlineData("group", 5)]
    [InlineData("Ünïcödé", 1)]
    public void PartitionOf_IsTheSameInEveryVersion(string group, int partition) => Assert.Equal(partition, PartitionMap.PartitionOf(Identifier.Create(group)));

    private static ImmutableArray<SiloAddress> Silos(int count) => [.. Enumerable.Range(1, count).Select(i => SiloAddress.New(IPAddress.Loopback, 11_000 + i, i)).Order()];
}
