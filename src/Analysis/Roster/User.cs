namespace MGen.Analysis.Roster;

/// <summary>A user that a log names.</summary>
internal sealed class User(string name, int index)
{
    public string Name { get; } = name;

    /// <summary>Its number in the roster, by first appearance, which differs between repeated analyses.</summary>
    public int Index { get; } = index;
}
