using MGen.Model.Randomness;

namespace MGen.Population.Matching;

/// <summary>The last resort: seats that nobody asked for get silent members, and users without a seat further groups.</summary>
internal sealed class EmptySeats
{
    /// <summary>Stands in a seat that is empty.</summary>
    public const int Mark = -1;

    private readonly List<int> _firstSeat;
    private readonly List<int> _seats;
    private readonly int _users;
    private Xoshiro256 _random;

    public EmptySeats(int[] firstSeat, int[] seats, int users, Xoshiro256 random)
    {
        (_users, _random) = (users, random);
        _firstSeat = [.. firstSeat];
        _seats = [.. seats];
    }

    /// <summary>Seats each of <paramref name="unseated"/> in a further group of <paramref name="leastSize"/>, and fills all empty seats.</summary>
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
            members[i] = Somebody(members);
            silent.Add(first + i);
        }
    }

    /// <summary>A random user who is not in the group yet.</summary>
    private int Somebody(ReadOnlySpan<int> members)
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
