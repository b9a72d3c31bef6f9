using MGen.Model.Randomness;

namespace MGen.Population.Matching;

/// <summary>
/// Completes a matching: vacant seats get silent members, and users without a seat get additional groups.
/// </summary>
internal sealed class EmptySeats
{
    /// <summary>Marks a vacant seat.</summary>
    public const int Mark = -1;

    private readonly List<int> _firstSeat;
    private readonly List<int> _seats;
    private readonly int _users;
    private Xoshiro256 _random;

    public EmptySeats(int[] firstSeat, int[] seats, int users, Xoshiro256 random)
    {
        _users = users;
        _random = random;
        _firstSeat = [.. firstSeat];
        _seats = [.. seats];
    }

    /// <summary>
    /// Seats each of <paramref name="unseated"/> in an additional group of <paramref name="leastSize"/> members, and
    /// fills all vacant seats.
    /// </summary>
    public MatchedGroups Fill(IReadOnlyList<int> unseated, int leastSize)
    {
        List<int> waiting = [.. unseated];
        while (waiting.Count > 0)
        {
            int[] together = [.. waiting.Distinct().Take(leastSize)];
            foreach (int user in together)
                waiting.Remove(user);
            _seats.AddRange(together);
            _seats.AddRange(Enumerable.Repeat(Mark, leastSize - together.Length));
            _firstSeat.Add(_seats.Count);
        }
        int[] seats = [.. _seats];
        List<int> silent = [];
        for (int group = 0; group + 1 < _firstSeat.Count; group++)
            Fill(seats, _firstSeat[group], _firstSeat[group + 1], silent);
        return new MatchedGroups([.. _firstSeat], seats, silent);
    }

    private void Fill(int[] seats, int first, int end, List<int> silent)
    {
        Span<int> members = seats.AsSpan(first..end);
        for (int i = members.IndexOf(Mark); i >= 0; i = members.IndexOf(Mark))
        {
            members[i] = NewMember(members);
            silent.Add(first + i);
        }
    }

    /// <summary>A random user who is not yet in the group.</summary>
    private int NewMember(ReadOnlySpan<int> members)
    {
        int user = (int)_random.NextBelow((ulong)_users);
        for (int i = 0; i < _users; i++, user = (user + 1) % _users)
        {
            if (!members.Contains(user))
                return user;
        }
        throw new InvalidOperationException("a group has more members than there are users");
    }
}

/// <summary>Groups with their members.</summary>
/// <param name="FirstOfGroup">Index of each group's first member, and at the end the number of members.</param>
/// <param name="Members">The users, group by group; distinct within a group.</param>
/// <param name="Silent">Indices in <paramref name="Members"/> of silent members, ascending.</param>
internal sealed record MatchedGroups(int[] FirstOfGroup, int[] Members, IReadOnlyList<int> Silent);
