namespace MGen.Analysis.Roster;

/// <summary>A user that a log names.</summary>
internal sealed class User(string name, int index)
{
    public string Name { get; } = name;

    /// <summary>Its number in the roster, in the order of appearance, which differs from run to run of the analysis.</summary>
    public int Index { get; } = index;
}
