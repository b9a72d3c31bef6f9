using MGen.Model.Randomness;

namespace MGen.Population.Matching;

/// <summary>
/// Seats users in groups: the configuration model of bipartite graphs with given degrees and sizes, each user at most
/// once per group. All slots are shuffled and seated; a user who occurs twice in a group then exchanges seats with a
/// random user of another group. (Seatings that need exchanges are slightly more or less probable than in a uniform
/// draw. An exchange changes no degree and no size.)
/// </summary>
internal sealed class GroupMatching
{
    /// <summary>Number of random seats with which an exchange is tried before all seats are searched.</summary>
    private const int RandomTries = 200;

    /// <summary>Number of exchanges that move a duplicate to another group before the search is given up.</summary>
    private const int MaxMoves = 50;

    /// <summary>Total number of seats that full searches may visit.</summary>
    private const long SearchBudget = 50_000_000;

    private readonly int[] _seats;
    private readonly int[] _firstSeat;
    private readonly int[] _groupOf;
    private readonly int _taken;
    private readonly int _users;
    private readonly List<int> _unseated = [];
    private Xoshiro256 _random;
    private long _searched;

    private GroupMatching(ReadOnlySpan<int> degrees, IReadOnlyList<int> sizes, Xoshiro256 random)
    {
        _random = random;
        _users = degrees.Length;
        _firstSeat = new int[sizes.Count + 1];
        for (int group = 0; group < sizes.Count; group++)
            _firstSeat[group + 1] = _firstSeat[group] + sizes[group];
        _groupOf = MembershipIndex.GroupOfEach(_firstSeat);
        _seats = Shuffle.Slots(degrees, ref _random);
        _taken = _seats.Length;
        Array.Resize(ref _seats, _groupOf.Length);
        _seats.AsSpan(_taken).Fill(EmptySeats.Mark);
    }

    /// <summary>
    /// Seats the users. Vacant seats, and seats of users whose duplicates cannot be resolved, get silent members; users
    /// who could not be seated get additional groups, filled with silent members.
    /// </summary>
    /// <param name="degrees">Number of groups of each user.</param>
    /// <param name="sizes">
    /// Number of members of each group. The sum of the sizes is at least the sum of the degrees, and no size exceeds
    /// the number of users.
    /// </param>
    /// <param name="leastSize">Size of additional groups.</param>
    /// <param name="random">The generator.</param>
    public static MatchedGroups Match(
        ReadOnlySpan<int> degrees,
        IReadOnlyList<int> sizes,
        int leastSize,
        Xoshiro256 random
    )
    {
        GroupMatching matching = new(degrees, sizes, random);
        foreach (int seat in matching.Duplicates())
            matching.Repair(seat);
        EmptySeats empty = new(matching._firstSeat, matching._seats, degrees.Length, matching._random);
        return empty.Fill(matching._unseated, leastSize);
    }

    /// <summary>The seats of users who have an earlier seat in the same group.</summary>
    private List<int> Duplicates()
    {
        List<int> doubles = [];
        int[] marks = new int[_users];
        for (int seat = 0; seat < _taken; seat++)
        {
            ref int mark = ref marks[_seats[seat]];
            if (mark == _groupOf[seat] + 1)
                doubles.Add(seat);
            mark = _groupOf[seat] + 1;
        }
        return doubles;
    }

    private void Repair(int seat)
    {
        for (int i = 0; i < MaxMoves; i++)
        {
            if (!IsDuplicate(seat) || TryRepair(seat))
                return;
            seat = MoveDuplicate(seat);
        }
        if (!IsDuplicate(seat))
            return;
        _unseated.Add(_seats[seat]);
        _seats[seat] = EmptySeats.Mark;
    }

    private bool TryRepair(int seat)
    {
        for (int i = 0; i < RandomTries; i++)
        {
            if (TryExchange(seat, RandomSeat(), moveDuplicate: false))
                return true;
        }
        if (_searched > SearchBudget)
            return false;
        int start = RandomSeat();
        _searched += _taken;
        for (int i = 0; i < _taken; i++)
        {
            if (TryExchange(seat, (start + i) % _taken, moveDuplicate: false))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Moves a duplicate to a random seat of another group, even if the user is already in that group: the next search
    /// then has other candidates. Returns the new seat, or the same one if no random seat is suitable.
    /// </summary>
    private int MoveDuplicate(int seat)
    {
        for (int i = 0; i < RandomTries; i++)
        {
            int other = RandomSeat();
            if (TryExchange(seat, other, moveDuplicate: true))
                return other;
        }
        return seat;
    }

    private int RandomSeat() => (int)_random.NextBelow((ulong)_taken);

    private bool TryExchange(int seat, int other, bool moveDuplicate)
    {
        (int user, int otherUser) = (_seats[seat], _seats[other]);
        if (otherUser == EmptySeats.Mark || _groupOf[seat] == _groupOf[other])
            return false;
        if (GroupAt(seat).Contains(otherUser) || (!moveDuplicate && GroupAt(other).Contains(user)))
            return false;
        (_seats[seat], _seats[other]) = (otherUser, user);
        return true;
    }

    private bool IsDuplicate(int seat) => GroupAt(seat).Count(_seats[seat]) > 1;

    private Span<int> GroupAt(int seat)
    {
        int group = _groupOf[seat];
        return _seats.AsSpan(_firstSeat[group].._firstSeat[group + 1]);
    }
}

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
