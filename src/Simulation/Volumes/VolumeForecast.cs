using System.Globalization;
using System.Numerics;
using MGen.Population.Behaviours;
using MGen.Population.Statistics;
using MGen.Simulation.Groups;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;

namespace MGen.Simulation.Volumes;

/// <summary>
/// The expected volume of a population, estimated by a short simulation of a sample of its groups, by class of group
/// size.
/// </summary>
/// <param name="Users">Number of users in the population.</param>
/// <param name="Classes">The classes that have groups, by size.</param>
public sealed record VolumeForecast(int Users, IReadOnlyList<VolumeClass> Classes)
{
    private static readonly SizeClass[] Printed =
    [
        new(1, 1),
        new(2, 2),
        new(3, 5),
        new(6, 10),
        new(11, 20),
        new(21, 50),
        new(51, int.MaxValue),
    ];

    /// <summary>
    /// Largest number of simulated groups per class: with a few messages a day each, these have several hundred bursts
    /// in the simulated week.
    /// </summary>
    private const int MaxGroups = 400;

    /// <summary>
    /// Largest number of events per group. With <see cref="MaxEventsPerClass"/> it bounds the time for groups that are
    /// never silent: all classes together take about a second.
    /// </summary>
    private const long MaxEventsPerGroup = 20_000;

    private const long MaxEventsPerClass = 1_000_000;

    private static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <summary>
    /// The classes of printed volumes, in ascending order and without gaps: 1 (groups of a single member), 2, 3-5,
    /// 6-10, 11-20, 21-50, and more.
    /// </summary>
    public static IReadOnlyList<SizeClass> PrintedClasses => Printed;

    /// <summary>Messages per user and day.</summary>
    public double MessagesPerPersonAndDay =>
        Users == 0 ? 0 : Classes.Sum(one => one.Groups * one.MessagesPerGroupAndDay) / Users;

    /// <summary>
    /// The ratio of the expected messages per group to those of the fitted chats above which there is a warning.
    /// Smaller ratios may be chance, because a class has few chats and a sample has groups with different rates.
    /// </summary>
    private const double NotableRatio = 2;

    /// <summary>
    /// The volume of the chats to which the models were fitted; <c>null</c>: unknown.
    /// </summary>
    public GroupVolumes? Fitted { get; init; }

    /// <summary>Warnings to read before the population is run; may be empty.</summary>
    public IEnumerable<string> Warnings => Endless.Concat(AboveFitted);

    private IEnumerable<string> AboveFitted =>
        Classes
            .Select(one => (Class: one, Fitted: Fitted?.PerDay(one.LeastMembers)))
            .Where(one => one.Class.MessagesPerGroupAndDay > NotableRatio * one.Fitted)
            .Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"groups of {one.Class.Name} are expected to send {one.Class.MessagesPerGroupAndDay:0.##} messages per group and day, "
                        + $"{one.Class.MessagesPerGroupAndDay / one.Fitted:0.#} times the {one.Fitted:0.##} of the chats of these sizes to which the models were fitted; "
                        + $"were members who never write missing in the fit? (fit --members)"
                )
            );

    private IEnumerable<string> Endless =>
        Classes
            .Where(one => one.NeverEnds)
            .Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"bursts in groups of {one.Name} do not end by themselves: one message causes "
                        + $"P(a_s < w) + (n - 1) r P(a_r < w) = {one.BranchingRatio:F2} others (branching ratio, must be below 1), "
                        + $"and a burst of all members has 1 / ((1 - P(a_s < w)) (1 - P(a_r < w))^(n - 1)) = {one.MessagesPerFullBurst:G3} messages; "
                        + $"such groups send {Share(one):P0} of all messages: lower r, or fit a model for this size"
                )
            );

    /// <summary>The volume as in JSON output.</summary>
    public ExpectedVolume ToExpected() =>
        new(
            MessagesPerPersonAndDay,
            [
                .. Classes.Select(one => new ExpectedClass(
                    one.Name,
                    one.Groups,
                    one.Simulated,
                    one.MessagesPerGroupAndDay,
                    one.BranchingRatio,
                    one.MessagesPerFullBurst,
                    !one.NeverEnds
                )),
            ],
            [.. Warnings]
        );

    /// <summary>
    /// Simulates a sample of the population's groups. Equal populations and seeds give equal forecasts.
    /// </summary>
    /// <param name="population">The population.</param>
    /// <param name="seed">Seed of users who have no seed of their own.</param>
    /// <param name="stop">Cancels the simulation.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static VolumeForecast Create(ISimulatedPopulation population, ulong seed, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(population);
        List<int>[] groups = [.. Printed.Select(_ => new List<int>())];
        for (int group = 0; group < population.GroupCount; group++)
            groups[Array.FindIndex(Printed, sizes => population.MemberCount(group) <= sizes.Most)].Add(group);
        SimulationOptions options = new()
        {
            Seed = seed,
            Duration = Span,
            Grace = TimeSpan.FromMinutes(1),
            StaggerScale = 0,
        };
        BranchingEstimate branching = new();
        return new VolumeForecast(
            population.UserCount,
            [
                .. groups
                    .Index()
                    .Where(one => one.Item.Count > 0)
                    .Select(one =>
                        Simulate(population, one.Item, NameOf(Printed[one.Index]), options, branching, stop) with
                        {
                            LeastMembers = Printed[one.Index].Least,
                        }
                    ),
            ]
        );
    }

    private static VolumeClass Simulate(
        ISimulatedPopulation population,
        List<int> groups,
        string name,
        SimulationOptions options,
        BranchingEstimate branching,
        CancellationToken stop
    )
    {
        Tally tally = new(options.Duration + options.Grace);
        AwakePopulation awake = new(population);
        BranchingSum sum = new();
        double groupDays = 0;
        int stride = StrideOf(groups.Count);
        for (int i = 0; i < Math.Min(groups.Count, MaxGroups) && tally.Events < MaxEventsPerClass; i++)
        {
            // A long, since the product exceeds an int with some million groups.
            int group = groups[(int)((long)i * stride % groups.Count)];
            // A group that is cut off leaves frames in flight, so each group has its own simulation.
            long reached = new GroupSimulation(options, tally, recorder: null).Run(
                awake,
                group,
                stop,
                MaxEventsPerGroup
            );
            groupDays += new TimeSpan(reached).TotalDays;
            branching.Add(population, group, ref sum);
        }
        return new VolumeClass(
            name,
            groups.Count,
            sum.Groups,
            tally.MessagesSent / Math.Max(groupDays, 1e-9),
            sum.BranchingRatio / sum.Groups,
            Math.Exp(sum.LogMessagesPerFullBurst / sum.Groups)
        );
    }

    /// <summary>
    /// Returns a stride that visits each group once. The groups visited first are spread over all groups, even if these
    /// are ordered by size.
    /// </summary>
    private static int StrideOf(int count)
    {
        // The golden ratio: its multiples modulo 1 divide a range most evenly, however many are taken.
        int stride = Math.Max(1, (int)(count * 0.618));
        while (BigInteger.GreatestCommonDivisor(stride, count) != 1)
            stride++;
        return stride;
    }

    private static string NameOf(SizeClass sizes) =>
        sizes.Most == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"{sizes.Least} and more")
            : sizes.Name;

    /// <summary>The share of all messages that a class sends.</summary>
    private double Share(VolumeClass one) =>
        one.Groups
        * one.MessagesPerGroupAndDay
        / Math.Max(Classes.Sum(other => other.Groups * other.MessagesPerGroupAndDay), 1e-9);

    /// <summary>The same users without bootstrap waits, which are not part of a rate.</summary>
    private sealed class AwakePopulation(ISimulatedPopulation population) : ISimulatedPopulation
    {
        public int UserCount => population.UserCount;

        public int GroupCount => population.GroupCount;

        public long ConversationCount => population.ConversationCount;

        public string GroupName(int group) => population.GroupName(group);

        public int MemberCount(int group) => population.MemberCount(group);

        public SimulatedMember Member(int group, int member) =>
            population.Member(group, member) with
            {
                Bootstrap = TimeSpan.Zero,
            };
    }
}

/// <summary>The expected volume of the groups of one size class.</summary>
/// <param name="Name">The sizes, as in <c>3-5</c>.</param>
/// <param name="Groups">Number of groups in the population.</param>
/// <param name="Simulated">Number of groups that were simulated for the estimate.</param>
/// <param name="MessagesPerGroupAndDay">
/// Messages per group and day of all members together, whether bursts ended or were cut off by the limits of the
/// sample.
/// </param>
/// <param name="BranchingRatio">
/// Mean number of messages that one message causes while the other members are idle, P(a_s &lt; w) + (n - 1) r P(a_r
/// &lt; w), where n is the number of members. The mean over groups.
/// </param>
/// <param name="MessagesPerFullBurst">
/// Mean number of messages of a burst in which all members are active: 1 / ((1 - P(a_s &lt; w)) (1 - P(a_r &lt; w))^(n
/// - 1)), because each message gives every member a new delay, and the burst ends when no delay is below the quiet
/// timeout (w). The geometric mean over groups.
/// </param>
public sealed record VolumeClass(
    string Name,
    int Groups,
    int Simulated,
    double MessagesPerGroupAndDay,
    double BranchingRatio,
    double MessagesPerFullBurst
)
{
    /// <summary>The smallest number of members of the class.</summary>
    public int LeastMembers { get; init; }

    /// <summary>
    /// A burst that grows until all members take part, and then has more messages than this, does not end by itself for
    /// practical purposes.
    /// </summary>
    private const double LongTalk = 100;

    /// <summary>Whether bursts grow until all members take part, and then have more than 100 messages.</summary>
    public bool NeverEnds => BranchingRatio >= 1 && MessagesPerFullBurst > LongTalk;
}
