namespace MGen.Population;

/// <summary>Whose law a table of group sizes is.</summary>
public enum GroupSizeView
{
    /// <summary>
    /// Of the group that a membership is in, as the original's generator uses it: what people tell of their own groups. A group of k members is
    /// counted by each of them, so that the law of the groups themselves has weights divided by k.
    /// </summary>
    Memberships,

    /// <summary>Of the groups themselves: what somebody sees who knows them all.</summary>
    Groups,
}
