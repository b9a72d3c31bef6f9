using MGen.Population.Behaviours;
using MGen.Population.Distributions;
using MGen.Population.Statistics;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests;

/// <summary>
/// Statistical tests fail for a correct draw with probability <see cref="Realisation.FalseAlarmRate"/> per seed; seeds
/// are fixed.
/// </summary>
public sealed class PopulationDrawTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1_000)]
    public void Draw_AnyUsers_AccountsForEachMembership(int users)
    {
        if (users < 3)
        {
            AssertComplete(Requests.Example(users) with { Groups = Requests.Always(0) });
            return;
        }
        AssertComplete(Requests.Example(users));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public void Draw_PublishedTables_AccountsForEachMembership(int users) => AssertComplete(Requests.Published(users));

    [Fact]
    public void Draw_TenThousandUsers_FollowsTheDistributions() =>
        AssertFits(Requests.Draw(Requests.Example(10_000, seed: 7) with { Hosts = 50, Servers = 10 }).Realisation);

    [Fact]
    public void Draw_PublishedTables_FollowsTheDistributions() =>
        AssertFits(Requests.Draw(Requests.Published(10_000, seed: 7) with { Hosts = 50, Servers = 10 }).Realisation);

    [Fact]
    public void Draw_GroupSizesOfGroups_FollowsTheDistributionOfGroups()
    {
        CountDistribution sizes = CountDistribution.Create([(3, 1.0), (30, 1.0)]);
        Realisation made = Requests
            .Draw(Requests.Example(2_000) with { GroupSizes = sizes, SizeView = GroupSizeView.Groups })
            .Realisation;
        DistributionFit groups = made.Distributions.Single(law => law.Name == "members per group");

        Assert.Equal([0.5, 0.5], groups.AskedShares.Select(share => Math.Round(share, 12)));
        Assert.Equal(0.5, (double)groups.RealisedCounts[0] / groups.Count, 0.05);
    }

    [Fact]
    public void Draw_SameRequest_IsTheSame()
    {
        UserPopulation one = Requests.Draw(Requests.Example(300)).Population;
        UserPopulation other = Requests.Draw(Requests.Example(300)).Population;

        Assert.Equal(Memberships(one), Memberships(other));
        Assert.NotEqual(Memberships(one), Memberships(Requests.Draw(Requests.Example(300, seed: 2)).Population));
    }

    [Fact]
    public void Draw_MoreUsers_DoesNotChangeTheOthers()
    {
        PopulationRequest request = Requests.Example(300) with { Hosts = 7 };
        UserPopulation few = Requests.Draw(request).Population;
        UserPopulation many = Requests.Draw(request with { Users = 400 }).Population;

        Assert.All(
            Enumerable.Range(0, 300),
            user => Assert.Equal((few.PlaceOf(user), Asked(few, user)), (many.PlaceOf(user), Asked(many, user)))
        );
    }

    [Fact]
    public void Draw_Rates_DifferByGroupAndChangeNothingElse()
    {
        PopulationRequest request = Requests.Example(1_000) with { DormantAfter = TimeSpan.FromHours(1) };
        GroupRates rates = new([
            new ClassRates(new SizeClass(2, 2), 1),
            new ClassRates(new SizeClass(3, int.MaxValue), 0),
        ]);
        UserPopulation plain = Requests.Draw(request).Population;
        UserPopulation rated = Requests.Draw(request with { Rates = rates }).Population;

        Assert.Equal(Memberships(plain), Memberships(rated));
        Assert.All(Enumerable.Range(0, plain.GroupCount), group => Assert.Equal(1, plain.RateOf(group)));
        Assert.All(
            Enumerable.Range(rated.DyadCount, rated.GroupCount - rated.DyadCount),
            group => Assert.Equal(1, rated.RateOf(group))
        );
        Assert.True(Enumerable.Range(0, rated.DyadCount).Select(rated.RateOf).Distinct().Count() > rated.DyadCount / 2);
    }

    [Fact]
    public void Draw_DormantGroupsLeftOut_AccountsForThem()
    {
        PopulationRequest request = Requests.Example(1_000) with { DormantAfter = TimeSpan.FromHours(1) };
        DrawnPopulation drawn = Requests.Draw(request);
        UserPopulation all = Requests.Draw(request with { DormantAfter = null }).Population;

        int dormant = Enumerable.Range(0, all.GroupCount).Count(group => IsDormant(all, group));
        Assert.InRange(dormant, 1, all.GroupCount);
        Assert.Equal(all.GroupCount - dormant, drawn.Population.GroupCount);
        Assert.DoesNotContain(
            Enumerable.Range(0, drawn.Population.GroupCount),
            group => IsDormant(drawn.Population, group)
        );
        Assert.True(drawn.Realisation.IsComplete);
        Assert.InRange(drawn.Realisation.DyadSlots.Dormant, 2, drawn.Realisation.DyadSlots.Asked);
    }

    [Fact]
    public void Draw_NoConversations_IsAPopulation()
    {
        DrawnPopulation drawn = Requests.Draw(
            Requests.Example(5) with
            {
                Dyads = Requests.Always(0),
                Groups = Requests.Always(0),
            }
        );

        Assert.Equal(
            (5, 0, 0),
            (drawn.Population.UserCount, drawn.Population.GroupCount, drawn.Population.MembershipCount)
        );
        Assert.True(drawn.Realisation.IsComplete);
    }

    [Fact]
    public void Draw_NoWaits_HasNone()
    {
        UserPopulation population = Requests
            .Draw(Requests.Example(50) with { WaitRule = InitialWaitRule.None })
            .Population;

        Assert.All(
            Memberships(population).Where(membership => !membership.IsSilent),
            membership => Assert.Equal(TimeSpan.Zero, membership.Wait)
        );
    }

    [Fact]
    public void Draw_OddNumberOfSlots_HasOneSilentMemberForItsTime()
    {
        PopulationRequest request = Requests.Example(3) with
        {
            Dyads = Requests.Always(1),
            Groups = Requests.Always(0),
            SilentWait = TimeSpan.FromHours(2),
        };
        Membership silent = Assert.Single(
            Memberships(Requests.Draw(request).Population),
            membership => membership.IsSilent
        );

        Assert.Equal(TimeSpan.FromHours(2), silent.Wait);
    }

    [Fact]
    public void Check_RequestThatCannotBeMet_SaysWhy()
    {
        PopulationRequest request = Requests.Example(4) with { GroupSizes = Requests.Always(5) };

        Assert.Equal(["the smallest group has 5 members, but there are 4 users"], PopulationDraw.Check(request));
        Assert.Throws<ArgumentException>(() => Requests.Draw(request));
        Assert.Single(PopulationDraw.Check(Requests.Example(1) with { Groups = Requests.Always(0) }));
    }

    [Fact]
    public void Draw_Stopped_EndsEarly()
    {
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() =>
            PopulationDraw.Draw(Requests.Example(10), _ => stop.Cancel(), stop.Token)
        );
    }

    private static void AssertComplete(PopulationRequest request)
    {
        DrawnPopulation drawn = Requests.Draw(request);
        UserPopulation population = drawn.Population;

        Assert.True(drawn.Realisation.IsComplete, drawn.Realisation.ToString());
        Assert.Equal(
            drawn.Realisation.DyadSlots.Asked + drawn.Realisation.GroupSlots.Asked,
            Memberships(population).Count(membership => !membership.IsSilent)
        );
        Assert.All(
            Enumerable.Range(0, population.GroupCount),
            group =>
            {
                int[] members = population.MembersOf(group).ToArray();
                Assert.Equal(members.Length, members.Distinct().Count());
                Assert.Equal(group < population.DyadCount, members.Length == 2);
            }
        );
        Assert.Equal(
            population.MembershipCount,
            Enumerable.Range(0, population.UserCount).Sum(user => population.MembershipsOf(user).Length)
        );
    }

    private static void AssertFits(Realisation made)
    {
        Assert.True(made.Fits, string.Join(", ", made.Distributions.Select(law => $"{law.Name} p = {law.PValue}")));
        Assert.Equal(0, made.RepeatedPairs);
        Assert.InRange(made.DyadSlots.Silent + made.GroupSlots.Silent, 0, 1);
        Assert.InRange(made.Distributions.Single(law => law.Name == "size of a member's group").KsDistance, 0, 0.005);
    }

    private static bool IsDormant(UserPopulation population, int group) =>
        Enumerable
            .Range(population.FirstMembership(group), population.SizeOf(group))
            .Select(population.MembershipAt)
            .All(membership => membership.IsSilent || membership.Wait >= TimeSpan.FromHours(1));

    private static IEnumerable<Membership> Memberships(UserPopulation population) =>
        Enumerable.Range(0, population.MembershipCount).Select(population.MembershipAt);

    private static int Asked(UserPopulation population, int user) =>
        population.MembershipsOf(user).ToArray().Count(number => !population.MembershipAt(number).IsSilent);
}
