using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>A group of users.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Members">Two (a dyad) to eight different users.</param>
internal sealed record DemoGroup(Identifier Name, IReadOnlyList<Identifier> Members)
{
    /// <summary>Whether it has two members.</summary>
    public bool IsDyad => Members.Count == 2;
}
