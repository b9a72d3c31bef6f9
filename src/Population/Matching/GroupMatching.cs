using MGen.Model.Randomness;

namespace MGen.Population.Matching;

/// <summary>
/// Seats users in groups: the configuration model of bipartite graphs with given degrees and sizes, each user once per group. All slots are
/// shuffled and seated; a user who sits twice in a group then exchanges seats with a random user of another one. (Seatings that need exchanges come
/// out a little more or less often than in a uniform draw; no degree and no size changes.)
/// </summary>
internal sealed class GroupMatching
{
    /// <summary>Random seats tried before all are.</summary>
    private const int RandomTries = 200;

    /// <summary>Exchanges that only move the trouble to another group, before it is given up.</summary>
    private const int Wanderings = 50;

    /// <summary>Seats looked at by searches through all, before those are given up.</summary>
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
        (_random, _users) = (random, degrees.Length);
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
    /// The groups. Seats that nobody asked for, and those of users whom no exchange can seat, have silent members; users who could not be seated get
    /// further groups, filled up with silent members.
    /// </summary>
    /// <param name="degrees">How many groups each user shall be in.</param>
    /// <param name="sizes">How many members each group shall have: together at least as many as the degrees, and none more than there are users.</param>
    /// <param name="leastSize">The size of further groups.</param>
    /// <param name="random">The generator.</param>
    public static MatchedGroups Match(ReadOnlySpan<int> degrees, IReadOnlyList<int> sizes, int leastSize, Xoshiro256 random)
    {
        GroupMatching matching = new(degrees, sizes, random);
        foreach (int seat in matching.Doubles())
            matching.Mend(seat);
        EmptySeats empty = new(matching._firstSeat, matching._seats, degrees.Length, matching._random);
        return empty.Fill(matching._unseated, leastSize);
    }

    /// <summary>The seats of users who sit in the same group before.</summary>
    private List<int> Doubles()
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

    private void Mend(int seat)
    {
        for (int i = 0; i < Wanderings; i++)
        {
            if (!SitsTwice(seat) || TryMend(seat))
                return;
            seat = Wander(seat);
        }
        if (!SitsTwice(seat))
            return;
        _unseated.Add(_seats[seat]);
        _seats[seat] = EmptySeats.Mark;
    }

    private bool TryMend(int seat)
    {
        for (int i = 0; i < RandomTries; i++)
        {
            if (TryExchange(seat, RandomSeat(), moveTrouble: false))
                return true;
        }
        if (_searched > SearchBudget)
            return false;
        int start = RandomSeat();
        _searched += _taken;
        for (int i = 0; i < _taken; i++)
        {
            if (TryExchange(seat, (start + i) % _taken, moveTrouble: false))
                return true;
        }
        return false;
    }

    /// <summary>Moves a user who sits twice to another group, where they may sit twice as well; from there the search looks different.</summary>
    private int Wander(int seat)
    {
        for (int i = 0; i < RandomTries; i++)
        {
            int other = RandomSeat();
            if (TryExchange(seat, other, moveTrouble: true))
                return other;
        }
        return seat;
    }

    private int RandomSeat() => (int)_random.NextBelow((ulong)_taken);

    private bool TryExchange(int seat, int other, bool moveTrouble)
    {
        (int user, int otherUser) = (_seats[seat], _seats[other]);
        if (otherUser == EmptySeats.Mark || _groupOf[seat] == _groupOf[other])
            return false;
        if (GroupAt(seat).Contains(otherUser) || (!moveTrouble && GroupAt(other).Contains(user)))
            return false;
        (_seats[seat], _seats[other]) = (otherUser, user);
        return true;
    }

    private bool SitsTwice(int seat) => GroupAt(seat).Count(_seats[seat]) > 1;

    private Span<int> GroupAt(int seat)
    {
        int group = _groupOf[seat];
        return _seats.AsSpan(_firstSeat[group].._firstSeat[group + 1]);
    }
}
