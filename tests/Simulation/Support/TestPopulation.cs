using MGen.Model.Conversations;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Tests.Support;

/// <summary>Groups that a test builds.</summary>
internal sealed class TestPopulation(params IReadOnlyList<(string Group, SimulatedMember[] Members)> groups)
    : ISimulatedPopulation
{
    public int UserCount => groups.SelectMany(group => group.Members).Select(member => member.User).Distinct().Count();

    public int GroupCount => groups.Count;

    public long ConversationCount => groups.Sum(group => (long)group.Members.Length);

    /// <summary>Users of one behaviour, the same number of them in each group; neighbouring groups overlap.</summary>
    public static TestPopulation Create(
        int groupCount,
        int members,
        ConversationModel model,
        TimeSpan bootstrap = default
    ) =>
        new([
            .. Enumerable
                .Range(0, groupCount)
                .Select(group =>
                    (
                        $"group{group}",
                        Members(members, user => $"user{(group + user) % (groupCount + members)}", model, bootstrap)
                    )
                ),
        ]);

    public static SimulatedMember Member(
        string user,
        ConversationModel model,
        TimeSpan bootstrap = default,
        ulong? seed = null
    ) =>
        new()
        {
            User = user,
            Seed = seed,
            Model = model,
            Bootstrap = bootstrap,
        };

    public string GroupName(int group) => groups[group].Group;

    public int MemberCount(int group) => groups[group].Members.Length;

    SimulatedMember ISimulatedPopulation.Member(int group, int member) => groups[group].Members[member];

    private static SimulatedMember[] Members(
        int count,
        Func<int, string> name,
        ConversationModel model,
        TimeSpan bootstrap
    ) => [.. Enumerable.Range(0, count).Select(i => Member(name(i), model, bootstrap))];
}
