using System.Text.Json.Serialization;
using MGen.Population.Distributions;

namespace MGen.Population.Statistics;

/// <summary>Counts a finished population.</summary>
/// <param name="request">The request.</param>
/// <param name="asked">The numbers of conversations that users drew.</param>
internal sealed class Census(PopulationRequest request, AskedDegrees asked)
{
    /// <summary>Compares a population with the request.</summary>
    /// <param name="all">The population with all its groups.</param>
    /// <param name="kept">
    /// The population without its dormant groups; equal to <paramref name="all"/> if they are kept.
    /// </param>
    /// <param name="sizeDistribution">
    /// Distribution of the size of a slot's group; <c>null</c> if there are no slots of groups.
    /// </param>
    public Realisation Count(UserPopulation all, UserPopulation kept, CountDistribution? sizeDistribution)
    {
        (double wait, double underAnHour) = Waits(all);
        return new Realisation
        {
            Users = kept.UserCount,
            Groups = kept.GroupCount,
            Dyads = kept.DyadCount,
            Memberships = kept.MembershipCount,
            DyadSlots = Account(all, kept, dyads: true, asked.Dyads),
            GroupSlots = Account(all, kept, dyads: false, asked.Groups),
            RepeatedPairs = RepeatedPairs(kept),
            DoubleMembers = DoubleMembers(kept),
            GroupSizeShareOutOfReach = OutOfReach(sizeDistribution),
            MeanWaitSeconds = wait,
            ShareWaitingUnderAnHour = underAnHour,
            Distributions = Compare(all, sizeDistribution),
        };
    }

    private static SlotAccount Account(UserPopulation all, UserPopulation kept, bool dyads, int[] asked)
    {
        int[] realised = Degrees(all, dyads, silent: false);
        long keptSlots = Degrees(kept, dyads, silent: false).Sum(degree => (long)degree);
        long allSlots = realised.Sum(degree => (long)degree);
        return new SlotAccount(
            Asked: asked.Sum(degree => (long)degree),
            Realised: keptSlots,
            Dormant: allSlots - keptSlots,
            Silent: Degrees(kept, dyads, silent: true).Sum(degree => (long)degree),
            UsersOff: asked.Zip(realised).Count(pair => pair.First != pair.Second)
        );
    }

    /// <summary>Number of memberships of each user, counted by going through the groups.</summary>
    private static int[] Degrees(UserPopulation population, bool dyads, bool silent)
    {
        int[] degrees = new int[population.UserCount];
        int first = dyads ? 0 : population.FirstMembership(population.DyadCount);
        int end = dyads ? population.FirstMembership(population.DyadCount) : population.MembershipCount;
        for (int number = first; number < end; number++)
            degrees[population.UserOf(number)] += population.IsSilent(number) == silent ? 1 : 0;
        return degrees;
    }

    private static long RepeatedPairs(UserPopulation population)
    {
        long repeated = 0;
        int[] metBy = new int[population.UserCount];
        for (int user = 0; user < population.UserCount; user++)
        {
            foreach (int number in population.MembershipsOf(user))
            {
                int group = population.GroupOf(number);
                if (group >= population.DyadCount)
                    break; // Dyads come first.
                ReadOnlySpan<int> pair = population.MembersOf(group);
                int other = pair[0] == user ? pair[1] : pair[0];
                repeated += other > user && metBy[other] == user + 1 ? 1 : 0;
                metBy[other] = user + 1;
            }
        }
        return repeated;
    }

    private static long DoubleMembers(UserPopulation population)
    {
        long doubles = 0;
        int[] seenIn = new int[population.UserCount];
        for (int group = 0; group < population.GroupCount; group++)
        {
            foreach (int user in population.MembersOf(group))
            {
                doubles += seenIn[user] == group + 1 ? 1 : 0;
                seenIn[user] = group + 1;
            }
        }
        return doubles;
    }

    private double OutOfReach(CountDistribution? sizeDistribution) =>
        sizeDistribution is null
            ? 0
            : Math.Max(0, 1 - request.GroupSizes.ShareWithin(sizeDistribution.Values[0], sizeDistribution.Values[^1]));

    private static (double MeanSeconds, double ShareUnderAnHour) Waits(UserPopulation population)
    {
        (double sum, long count, long early) = (0, 0, 0);
        for (int number = 0; number < population.MembershipCount; number++)
        {
            Membership membership = population.MembershipAt(number);
            if (membership.IsSilent)
                continue;
            (sum, count) = (sum + membership.Wait.TotalSeconds, count + 1);
            early += membership.Wait < TimeSpan.FromHours(1) ? 1 : 0;
        }
        return count == 0 ? (0, 0) : (sum / count, (double)early / count);
    }

    private List<DistributionFit> Compare(UserPopulation all, CountDistribution? sizeDistribution)
    {
        IEnumerable<int> users = Enumerable.Range(0, all.UserCount);
        IEnumerable<int> groups = Enumerable.Range(all.DyadCount, all.GroupCount - all.DyadCount);
        Dictionary<int, long> sizes = Counts(groups.Select(all.SizeOf));
        Dictionary<int, long> memberSizes = sizes.ToDictionary(entry => entry.Key, entry => entry.Key * entry.Value);
        return
        [
            DistributionFit.From("dyads per user", request.Dyads, Counts(Degrees(all, dyads: true, silent: false))),
            DistributionFit.From("groups per user", request.Groups, Counts(Degrees(all, dyads: false, silent: false))),
            DistributionFit.From("members per group", sizeDistribution?.PerGroup(), sizes),
            DistributionFit.From("size of a member's group", sizeDistribution, memberSizes) with
            {
                PValue = null,
                KsPValueBound = 1,
            },
            DistributionFit.From(
                "users per model",
                Uniform(request.Models.Count),
                Counts(users.Select(user => all.PlaceOf(user).Model))
            ),
            DistributionFit.From(
                "users per host",
                Uniform(request.Hosts),
                Counts(users.Select(user => all.PlaceOf(user).Host))
            ),
            DistributionFit.From(
                "groups per server",
                Uniform(request.Servers),
                Counts(Enumerable.Range(0, all.GroupCount).Select(all.ServerOf))
            ),
        ];
    }

    private static CountDistribution Uniform(int values) =>
        CountDistribution.Create(Enumerable.Range(0, values).Select(value => (value, 1.0)));

    private static Dictionary<int, long> Counts(IEnumerable<int> values) =>
        values.CountBy(value => value).ToDictionary(entry => entry.Key, entry => (long)entry.Value);
}

/// <summary>The numbers of conversations that users drew.</summary>
/// <param name="Dyads">The number of dyads that each user drew.</param>
/// <param name="Groups">The number of larger groups that each user drew.</param>
internal sealed record AskedDegrees(int[] Dyads, int[] Groups);

/// <summary>
/// The expected volume of messages, in the JSON output of <c>generate</c>, <c>simulate</c> and <c>check</c>.
/// </summary>
/// <param name="MessagesPerPersonAndDay">Messages per user and day, over all groups.</param>
/// <param name="Classes">The volume by class of group size, ascending.</param>
/// <param name="Warnings">What a reader should know before such a population is run.</param>
public sealed record ExpectedVolume(
    double MessagesPerPersonAndDay,
    IReadOnlyList<ExpectedClass> Classes,
    IReadOnlyList<string> Warnings
);

/// <summary>The expected volume of the groups of one size class.</summary>
/// <param name="Members">The sizes, as in <c>3-5</c>.</param>
/// <param name="Groups">Number of groups in the population.</param>
/// <param name="Simulated">Number of groups that were simulated for the estimate.</param>
/// <param name="MessagesPerGroupAndDay">Messages per group and day, of all members together.</param>
/// <param name="BranchingRatio">
/// Mean number of messages that one message causes in a group of n members while the other members are idle: P(a_s &lt;
/// w) + (n - 1) r P(a_r &lt; w), averaged over the groups.
/// </param>
/// <param name="MessagesPerFullBurst">
/// Mean number of messages of a burst in which all n members of a group are active: 1 / ((1 - P(a_s &lt; w)) (1 - P(a_r
/// &lt; w))^(n - 1)). The geometric mean of the groups.
/// </param>
/// <param name="EndsByItself">
/// Whether bursts end by themselves: the branching ratio is below 1, or a full burst has at most 100 messages on
/// average.
/// </param>
public sealed record ExpectedClass(
    string Members,
    int Groups,
    int Simulated,
    double MessagesPerGroupAndDay,
    double BranchingRatio,
    [property: JsonPropertyName("messagesPerFullTalk")] double MessagesPerFullBurst,
    bool EndsByItself
);
