namespace MGen.Population.Matching;

/// <summary>Groups with their members.</summary>
/// <param name="FirstOfGroup">Where each group's members begin, and after the last group the number of members.</param>
/// <param name="Members">The users, group by group; different within a group.</param>
/// <param name="Silent">Places in <paramref name="Members"/> of those who fill a place that nobody asked for, ascending.</param>
internal sealed record MatchedGroups(int[] FirstOfGroup, int[] Members, IReadOnlyList<int> Silent);
