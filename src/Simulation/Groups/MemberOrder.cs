using MGen.Simulation.Populations;

namespace MGen.Simulation.Groups;

/// <summary>The members of a group in the ordinal order of their names.</summary>
internal sealed class MemberOrder
{
    private string[] _names = [];

    /// <summary>
    /// The members' numbers in the population, in that order. Elements beyond the group's members are undefined.
    /// </summary>
    public int[] Numbers { get; private set; } = [];

    /// <summary>Sorts a group's members.</summary>
    public void Load(ISimulatedPopulation population, int group)
    {
        int count = population.MemberCount(group);
        if (_names.Length < count)
        {
            _names = new string[count];
            Numbers = new int[count];
        }
        for (int member = 0; member < count; member++)
            (_names[member], Numbers[member]) = (population.UserName(group, member), member);
        Array.Sort(_names, Numbers, 0, count, StringComparer.Ordinal);
    }
}
