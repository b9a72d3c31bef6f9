using System.Globalization;
using System.Numerics;
using MGen.Population.Figures;
using MGen.Simulation.Groups;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;

namespace MGen.Simulation.Volumes;

/// <summary>How much a population will write: an estimate from a short simulation of a sample of its groups, by class of group size.</summary>
/// <param name="Users">Users of the population.</param>
/// <param name="Classes">The classes that have groups, by size.</param>
public sealed record VolumeForecast(int Users, IReadOnlyList<VolumeClass> Classes)
{
    /// <summary>The size classes: 2, 3-5, 6-10, 11-20, 21-50 and more, by their largest size. A class of 1 holds those who are alone in their group.</summary>
    private static readonly int[] LargestOfClass = [1, 2, 5, 10, 20, 50, int.MaxValue];

    /// <summary>Groups simulated of a class, at most: with a few messages a day each, several hundred bursts in a week.</summary>
    private const int MaxGroups = 400;

    /// <summary>Events of one group and of one class. They bound the time for groups that never go quiet: all classes together take about a second.</summary>
    private const long MaxEventsPerGroup = 20_000;

    private const long MaxEventsPerClass = 1_000_000;

    private static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <summary>Messages per person and day.</summary>
    public double MessagesPerPersonAndDay => Users == 0 ? 0 : Classes.Sum(one => one.Groups * one.MessagesPerGroupAndDay) / Users;

    /// <summary>What a person should know before such a population is run; empty if nothing.</summary>
    public IEnumerable<string> Warnings => Classes.Where(one => one.NeverEnds).Select(one => string.Create(
        CultureInfo.InvariantCulture,
        $"talks in groups of {one.Name} do not end by themselves: one message brings about P(a_s < w) + (n - 1) r P(a_r < w) = {one.BranchingRatio:F2} others (branching ratio, must be below 1), and a talk of all goes on for 1 / ((1 - P(a_s < w)) (1 - P(a_r < w))^(n - 1)) = {one.MessagesPerFullTalk:G3} messages; such groups are {Share(one):P0} of all messages: lower r, or fit a model for this size"));

    /// <summary>The same for programs.</summary>
    public ExpectedVolume ToExpected() => new(
        MessagesPerPersonAndDay,
        [.. Classes.Select(one => new ExpectedClass(one.Name, one.Groups, one.Simulated, one.MessagesPerGroupAndDay, one.BranchingRatio, one.MessagesPerFullTalk, !one.NeverEnds))],
        [.. Warnings]);

    /// <summary>Simulates a sample of the population's groups. The same population and seed give the same forecast.</summary>
    /// <param name="population">Who talks with whom.</param>
    /// <param name="seed">Seed of users who have none of their own.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static VolumeForecast Create(ISimulatedPopulation population, ulong seed, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(population);
        List<int>[] groups = [.. LargestOfClass.Select(_ => new List<int>())];
        for (int group = 0; group < population.GroupCount; group++)
            groups[Array.FindIndex(LargestOfClass, largest => population.MemberCount(group) <= largest)].Add(group);
        SimulationOptions options = new() { Seed = seed, Duration = Span, Grace = TimeSpan.FromMinutes(1), StaggerScale = 0 };
        BranchingEstimate branching = new();
        return new VolumeForecast(
            population.UserCount,
            [.. groups.Index().Where(one => one.Item.Count > 0).Select(one => Simulate(population, one.Item, NameOf(one.Index), options, branching, stop))]);
    }

    private static VolumeClass Simulate(
        ISimulatedPopulation population, List<int> groups, string name, SimulationOptions options, BranchingEstimate branching, CancellationToken stop)
    {
        Tally tally = new(options.Duration + options.Grace);
        AwakePopulation awake = new(population);
        BranchingSum sum = new();
        double groupDays = 0;
        int stride = StrideOf(groups.Count);
        for (int i = 0; i < Math.Min(groups.Count, MaxGroups) && tally.Events < MaxEventsPerClass; i++)
        {
            int group = groups[(int)((long)i * stride % groups.Count)];
            // A group that is cut off leaves frames on their way, so each has a simulation of its own.
            long reached = new GroupSimulation(options, tally, recorder: null).Run(awake, group, stop, MaxEventsPerGroup);
            groupDays += new TimeSpan(reached).TotalDays;
            branching.Add(population, group, ref sum);
        }
        return new VolumeClass(name, groups.Count, sum.Groups, tally.MessagesSent / Math.Max(groupDays, 1e-9), sum.BranchingRatio / sum.Groups, Math.Exp(sum.LogMessagesPerFullTalk / sum.Groups));
    }

    /// <summary>A step through so many groups that meets each once and whose first groups are spread over all, also where they are in the order of their sizes.</summary>
    private static int StrideOf(int count)
    {
        int stride = Math.Max(1, (int)(count * 0.618));
        while (BigInteger.GreatestCommonDivisor(stride, count) != 1)
            stride++;
        return stride;
    }

    private static string NameOf(int index)
    {
        int least = index == 0 ? 1 : LargestOfClass[index - 1] + 1;
        if (LargestOfClass[index] == int.MaxValue)
            return string.Create(CultureInfo.InvariantCulture, $"{least} and more");
        return least == LargestOfClass[index] ? string.Create(CultureInfo.InvariantCulture, $"{least}") : string.Create(CultureInfo.InvariantCulture, $"{least}-{LargestOfClass[index]}");
    }

    /// <summary>The share of all messages that a class writes.</summary>
    private double Share(VolumeClass one) => one.Groups * one.MessagesPerGroupAndDay / Math.Max(Classes.Sum(other => other.Groups * other.MessagesPerGroupAndDay), 1e-9);

    /// <summary>The same people without their wait for the connection, which is no part of a rate.</summary>
    private sealed class AwakePopulation(ISimulatedPopulation population) : ISimulatedPopulation
    {
        public int UserCount => population.UserCount;

        public int GroupCount => population.GroupCount;

        public long ConversationCount => population.ConversationCount;

        public string GroupName(int group) => population.GroupName(group);

        public int MemberCount(int group) => population.MemberCount(group);

        public SimulatedMember Member(int group, int member) => population.Member(group, member) with { Bootstrap = TimeSpan.Zero };
    }
}

/// <summary>What is expected of the groups of one class of size.</summary>
/// <param name="Name">The sizes, as in <c>3-5</c>.</param>
/// <param name="Groups">Groups of the population.</param>
/// <param name="Simulated">Groups that the estimate is from.</param>
/// <param name="MessagesPerGroupAndDay">Messages that all members of a group write together in a day, long or cut short by the limits of the sample.</param>
/// <param name="BranchingRatio">Messages that one message brings about while the others are idle, P(a_s &lt; w) + (n - 1) r P(a_r &lt; w): the mean over groups.</param>
/// <param name="MessagesPerFullTalk">
/// How long a talk is in which all members are active: 1 / ((1 - P(a_s &lt; w)) (1 - P(a_r &lt; w))^(n - 1)) messages, since each message gives everybody a new
/// delay and the talk ends when none of them is below w. The geometric mean over groups.
/// </param>
public sealed record VolumeClass(string Name, int Groups, int Simulated, double MessagesPerGroupAndDay, double BranchingRatio, double MessagesPerFullTalk)
{
    /// <summary>A talk that grows until all take part, and is then longer than this, does not end by itself for any practical purpose.</summary>
    private const double LongTalk = 100;

    /// <summary>Whether talks grow until all members take part, and then go on for over a hundred messages.</summary>
    public bool NeverEnds => BranchingRatio >= 1 && MessagesPerFullTalk > LongTalk;
}
