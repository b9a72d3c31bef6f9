using MGen.Population.Matching;

namespace MGen.Population.Tests.Matching;

/// <summary>Counts the result of a matching.</summary>
internal static class Seatings
{
    /// <summary>Number of groups of each user, without silent memberships.</summary>
    public static int[] Degrees(MatchedGroups groups, int users)
    {
        int[] degrees = new int[users];
        for (int place = 0; place < groups.Members.Length; place++)
            degrees[groups.Members[place]] += groups.Silent.Contains(place) ? 0 : 1;
        return degrees;
    }

    public static IEnumerable<int[]> Groups(MatchedGroups groups) =>
        groups
            .FirstOfGroup.Zip(groups.FirstOfGroup.Skip(1))
            .Select(bounds => groups.Members[bounds.First..bounds.Second]);
}
