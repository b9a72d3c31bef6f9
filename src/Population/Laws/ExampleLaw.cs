namespace MGen.Population.Laws;

/// <summary>The laws that this program carries with it. They are made up, see <c>samples/population</c>.</summary>
public enum ExampleLaw
{
    /// <summary>One-to-one conversations per user.</summary>
    Dyads,

    /// <summary>Group conversations per user.</summary>
    Groups,

    /// <summary>Size of the group that a member is in.</summary>
    GroupSizes,
}
