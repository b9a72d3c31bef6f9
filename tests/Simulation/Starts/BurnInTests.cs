using MGen.Model.Conversations;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;
using MGen.Simulation.Populations;
using MGen.Simulation.Tests.Support;
using UserPart = MGen.Population.Membership;

namespace MGen.Simulation.Tests.Starts;

public sealed class BurnInTests
{
    [Fact]
    public void Draw_PeopleWhoTalk_SendAtTheLongRunRateFromTheStart()
    {
        UserPopulation population = Draw(InitialWaitRule.Stationary);
        SimulationOptions hour = Simulated.Plain with { Duration = TimeSpan.FromHours(1), StaggerScale = 0 };

        double longRun = SentIn(population, hour) / 60.0;
        double first = SentIn(population, hour with { Duration = TimeSpan.FromMinutes(2) }) / 2.0;

        // About 5,000 messages in bursts of 2.4: a standard error of 2.5 %, so 10 % is four of them (false alarms:
        // 6e-5). Residual idle times alone give 0.67.
        Assert.InRange(first / longRun, 0.9, 1.1);
        Assert.InRange(
            SentIn(Draw(InitialWaitRule.Residual), hour with { Duration = TimeSpan.FromMinutes(2) }) / 2.0 / longRun,
            0.55,
            0.8
        );
    }

    [Fact]
    public void Draw_Stationary_KeepsMemberships()
    {
        UserPopulation stationary = Draw(InitialWaitRule.Stationary);
        UserPopulation residual = Draw(InitialWaitRule.Residual);

        Assert.Equal(residual.MembershipCount, stationary.MembershipCount);
        Assert.All(
            Enumerable.Range(0, 1_000),
            number =>
                Assert.Equal(
                    residual.MembershipAt(number) with
                    {
                        Wait = default,
                    },
                    stationary.MembershipAt(number) with
                    {
                        Wait = default,
                        Active = null,
                    }
                )
        );
    }

    [Fact]
    public void Draw_WithARhythm_CountsIdleTimeInActivityTime()
    {
        double[] officeHours = [.. Enumerable.Range(0, 24).Select(hour => hour is >= 9 and < 17 ? 3.0 : 0.0)];
        Rhythm atNight = Rhythm.Create(officeHours).StartingAt(new DateTime(2026, 3, 2, 3, 0, 0));
        UserPopulation population = Draw(InitialWaitRule.Stationary, atNight);
        SimulationOptions night = Simulated.Plain with { Duration = TimeSpan.FromHours(5), StaggerScale = 0 };

        // No burst begins before 9 h, and none has been in progress since 17 h.
        Assert.Equal(0, SentIn(population, night, atNight));
        Assert.True(SentIn(population, night with { Duration = TimeSpan.FromHours(6.5) }, atNight) > 1_000);
    }

    [Fact]
    public void Draw_SilentMembers_KeepTheirWait()
    {
        PopulationRequest odd = Request(InitialWaitRule.Stationary, rhythm: null) with
        {
            Users = 3,
            Dyads = CountDistribution.Create([(1, 1)]),
        };
        UserPopulation population = PopulationDraw.Draw(odd, stop: TestContext.Current.CancellationToken).Population;

        UserPart silent = Assert.Single(
            Enumerable.Range(0, population.MembershipCount).Select(population.MembershipAt),
            membership => membership.IsSilent
        );
        Assert.Equal((TimeSpan.FromHours(1), null), (silent.Wait, silent.Active));
    }

    [Fact]
    public void Draw_DormantGroups_AreThoseOfTheFirstStates()
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        PopulationRequest request = Request(InitialWaitRule.Stationary, rhythm: null) with
        {
            Models = [BehaviourLibrary.Example()],
        };
        UserPopulation all = PopulationDraw.Draw(request, stop: TestContext.Current.CancellationToken).Population;
        UserPopulation kept = PopulationDraw
            .Draw(request with { DormantAfter = hour }, stop: TestContext.Current.CancellationToken)
            .Population;

        IEnumerable<UserPart[]> lively = GroupsOf(all)
            .Where(members => members.Any(member => member.Active is not null || member.Wait < hour));
        Assert.Equal(lively.Select(Describe), GroupsOf(kept).Select(Describe));
        Assert.Contains(GroupsOf(kept), members => members.Any(member => member.Active is not null));
    }

    private static IEnumerable<UserPart[]> GroupsOf(UserPopulation population) =>
        Enumerable
            .Range(0, population.GroupCount)
            .Select(group =>
                Enumerable
                    .Range(0, population.SizeOf(group))
                    .Select(i => population.MembershipAt(population.FirstMembership(group) + i))
                    .ToArray()
            );

    private static string Describe(UserPart[] members) =>
        string.Join(" ", members.Select(member => $"{member.User}:{member.Wait}:{member.Active}"));

    private static long SentIn(UserPopulation population, SimulationOptions options, Rhythm? rhythm = null) =>
        new Simulator(new GeneratedPopulation(population, TimeSpan.Zero, asOriginal: false, rhythm), options)
            .Run(cancellationToken: TestContext.Current.CancellationToken)
            .Counts.MessagesSent;

    private static UserPopulation Draw(InitialWaitRule rule, Rhythm? rhythm = null) =>
        PopulationDraw.Draw(Request(rule, rhythm), stop: TestContext.Current.CancellationToken).Population;

    /// <summary>2,000 users with ten dyads each.</summary>
    private static PopulationRequest Request(InitialWaitRule rule, Rhythm? rhythm) =>
        new()
        {
            Users = 2_000,
            Seed = 1,
            Dyads = CountDistribution.Create([(10, 1)]),
            Groups = CountDistribution.Create([(0, 1)]),
            GroupSizes = CountDistribution.Create([(3, 1)]),
            Models = [BehaviourLibrary.Lively()],
            WaitRule = rule,
            StartDraw = new BurnIn(asOriginal: false, rhythm),
        };
}
