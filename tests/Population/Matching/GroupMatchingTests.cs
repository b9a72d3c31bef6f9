using FsCheck.Xunit;
using MGen.Model.Randomness;
using MGen.Population.Distributions;
using MGen.Population.Matching;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Matching;

public sealed class GroupMatchingTests
{
    private static readonly CountDistribution Sizes = CountDistribution.Create([(3, 5.0), (4, 3), (7, 2), (12, 1)]);

    /// <summary>
    /// For any degrees: degrees are met, members are distinct, and each group has its size; additional groups have the
    /// smallest size.
    /// </summary>
    [Property(MaxTest = 300)]
    public void Match_AnyDegrees_AreMet(byte[] raw, uint seed)
    {
        int[] degrees = [.. raw.Select(degree => degree % 20), .. new int[12]];
        Xoshiro256 random = Xoshiro256.FromSeed(seed);
        List<int> sizes = GroupSizes.Choose(Sizes, degrees.Sum(), ref random);
        MatchedGroups groups = GroupMatching.Match(degrees, sizes, leastSize: 3, random);

        int[][] made = [.. Seatings.Groups(groups)];
        Assert.Equal(degrees, Seatings.Degrees(groups, degrees.Length));
        Assert.All(made, members => Assert.Equal(members.Length, members.Distinct().Count()));
        Assert.Equal(sizes, made.Take(sizes.Count).Select(members => members.Length));
        Assert.All(made.Skip(sizes.Count), members => Assert.Equal(3, members.Length));
    }

    /// <summary>
    /// Six users in every group of six: each group contains all users, which a shuffle does not produce.
    /// </summary>
    [Fact]
    public void Match_EverybodyInEveryGroup_NeedsNoSilentMembers()
    {
        MatchedGroups groups = GroupMatching.Match(
            [5, 5, 5, 5, 5, 5],
            [6, 6, 6, 6, 6],
            leastSize: 6,
            Xoshiro256.FromSeed(2)
        );

        Assert.Empty(groups.Silent);
        Assert.All(Seatings.Groups(groups), members => Assert.Equal([0, 1, 2, 3, 4, 5], members.Order()));
    }

    [Fact]
    public void Match_FewerGroupsThanAUserWants_MakesFurtherOnes()
    {
        MatchedGroups groups = GroupMatching.Match(
            [4, 1, 1, 0, 0],
            [6 / 2, 6 / 2],
            leastSize: 3,
            Xoshiro256.FromSeed(1)
        );

        Assert.Equal([4, 1, 1, 0, 0], Seatings.Degrees(groups, 5));
        Assert.Equal(4, Seatings.Groups(groups).Count());
        Assert.Equal(6, groups.Silent.Count);
    }

    /// <summary>
    /// The number of slots up to any size is as drawn, within half a group and the groups that are drawn again.
    /// </summary>
    [Fact]
    public void Choose_ManySlots_FollowsTheDistributionOfMemberships()
    {
        Xoshiro256 random = Xoshiro256.FromSeed(8);
        List<int> sizes = GroupSizes.Choose(Sizes, 1_000_003, ref random);

        Assert.Equal(1_000_003, sizes.Sum());
        foreach ((int size, double probability) in Sizes.Values.Zip(Sizes.Probabilities))
            Assert.Equal(probability, (double)sizes.Where(made => made == size).Sum() / 1_000_003, 0.005);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Choose_SlotsThatMakeNoWholeGroups_LeavesPlacesToFill(int slots)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(1);

        Assert.Equal(slots <= 4 ? 4 : 8, GroupSizes.Choose(Requests.Always(4), slots, ref random).Sum());
    }
}
