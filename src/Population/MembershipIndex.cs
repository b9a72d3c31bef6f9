namespace MGen.Population;

/// <summary>Indexes of memberships.</summary>
internal static class MembershipIndex
{
    /// <summary>The group of each membership.</summary>
    public static int[] GroupOfEach(ReadOnlySpan<int> firstOfGroup)
    {
        int[] groups = new int[firstOfGroup[^1]];
        for (int group = 0; group + 1 < firstOfGroup.Length; group++)
            groups.AsSpan(firstOfGroup[group]..firstOfGroup[group + 1]).Fill(group);
        return groups;
    }

    /// <summary>
    /// All memberships user by user, ascending, and the index of each user's first one (with one more entry at the
    /// end).
    /// </summary>
    public static (int[] FirstOfUser, int[] ByUser) ByUser(ReadOnlySpan<int> memberUsers, int users)
    {
        int[] first = new int[users + 1];
        foreach (int user in memberUsers)
            first[user + 1]++;
        for (int user = 0; user < users; user++)
            first[user + 1] += first[user];
        int[] next = first[..^1];
        int[] byUser = new int[memberUsers.Length];
        for (int membership = 0; membership < byUser.Length; membership++)
            byUser[next[memberUsers[membership]]++] = membership;
        return (first, byUser);
    }
}
