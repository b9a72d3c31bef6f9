using MGen.Simulation.Populations;

namespace MGen.Simulation.Groups;

/// <summary>The members of a group in the ordinal order of their names.</summary>
internal sealed class MemberOrder
{
    private string[] _names = [];

    /// <summary>The numbers that the population gives the members, in that order. What lies behind the group's members has no meaning.</summary>
    public int[] Numbers { get; private set; } = [];

    /// <summary>Puts a group's members in order.</summary>
    public void Load(ISimulatedPopulation population, int group)
    {
        int count = population.MemberCount(group);
        if (_names.Length < count)
            (_names, Numbers) = (new string[count], new int[count]);
        for (int member = 0; member < count; member++)
            (_names[member], Numbers[member]) = (population.UserName(group, member), member);
        Array.Sort(_names, Numbers, 0, count, StringComparer.Ordinal);
    }
}
