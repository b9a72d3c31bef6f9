namespace MGen.Population;

/// <summary>Removes dormant groups, in which no message is sent during a run.</summary>
internal static class DormantGroups
{
    /// <summary>
    /// Returns the parts without dormant groups: those in which every member, except silent ones, waits at least
    /// <paramref name="wait"/>. The remaining groups are numbered without gaps.
    /// </summary>
    public static PopulationParts Remove(PopulationParts parts, TimeSpan wait)
    {
        float seconds = (float)wait.TotalSeconds;
        int groups = parts.Servers.Length;
        List<int> firstOfGroup = [0];
        List<int> kept = [];
        int dyads = 0;
        int members = 0;
        for (int group = 0; group < groups; group++)
        {
            ReadOnlySpan<float> waits = parts.Waits.AsSpan(parts.FirstOfGroup[group]..parts.FirstOfGroup[group + 1]);
            if (IsDormant(waits, seconds))
                continue;
            kept.Add(group);
            members += waits.Length;
            firstOfGroup.Add(members);
            dyads += group < parts.Dyads ? 1 : 0;
        }
        return parts with
        {
            Dyads = dyads,
            FirstOfGroup = [.. firstOfGroup],
            MemberUsers = Gather(parts.MemberUsers, parts, kept, members),
            Waits = Gather(parts.Waits, parts, kept, members),
            Active = Gather(parts, kept),
            Servers = [.. kept.Select(group => parts.Servers[group])],
            Rates = parts.Rates.Length == 0 ? [] : [.. kept.Select(group => parts.Rates[group])],
        };
    }

    private static bool IsDormant(ReadOnlySpan<float> waits, float seconds)
    {
        foreach (float wait in waits)
        {
            if (!float.IsNegative(wait) && wait < seconds)
                return false;
        }
        return true;
    }

    /// <summary>The conversations that begin active in the remaining groups, with their new numbers.</summary>
    private static ActiveMember[] Gather(PopulationParts parts, List<int> groups)
    {
        List<ActiveMember> gathered = [];
        int members = 0;
        foreach (int group in groups)
        {
            (int from, int to) = (parts.FirstOfGroup[group], parts.FirstOfGroup[group + 1]);
            int next = ActiveMember.IndexFrom(parts.Active, from);
            for (int i = next; i < parts.Active.Length && parts.Active[i].Membership < to; i++)
                gathered.Add(parts.Active[i] with { Membership = parts.Active[i].Membership - from + members });
            members += to - from;
        }
        return [.. gathered];
    }

    private static T[] Gather<T>(T[] all, PopulationParts parts, List<int> groups, int members)
    {
        T[] gathered = new T[members];
        int next = 0;
        foreach (int group in groups)
        {
            ReadOnlySpan<T> ofGroup = all.AsSpan(parts.FirstOfGroup[group]..parts.FirstOfGroup[group + 1]);
            ofGroup.CopyTo(gathered.AsSpan(next));
            next += ofGroup.Length;
        }
        return gathered;
    }
}
