using System.Numerics;

namespace MGen.Simulation.Groups;

/// <summary>
/// One deadline per member of a group, earliest first; of equal ones the member with the smaller number. A tournament: each node holds the
/// winner of the two below it, so that moving a deadline replays one path.
/// </summary>
internal sealed class DeadlineTree
{
    private long[] _dueAt = [];
    private int[] _winners = [];
    private int _leaves;

    /// <summary>The member whose deadline is next.</summary>
    public int Earliest => _leaves == 1 ? 0 : _winners[1];

    /// <summary>When that is, in ticks; <see cref="long.MaxValue"/> is never.</summary>
    public long EarliestAt => _dueAt[Earliest];

    /// <summary>Begins anew, for so many members without a deadline.</summary>
    public void Reset(int members)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)members);
        if (_dueAt.Length < _leaves)
            (_dueAt, _winners) = (new long[_leaves], new int[_leaves]);
        Array.Fill(_dueAt, long.MaxValue, 0, _leaves);
        for (int node = _leaves - 1; node >= 1; node--)
            _winners[node] = WinnerBelow(node);
    }

    /// <summary>Sets or moves a member's deadline.</summary>
    public void Set(int member, long dueAt)
    {
        _dueAt[member] = dueAt;
        for (int node = (member + _leaves) >> 1; node >= 1; node >>= 1)
        {
            int winner = WinnerBelow(node);
            if (winner == _winners[node] && winner != member)
                return; // the member's match changed nothing, so no later one does
            _winners[node] = winner;
        }
    }

    private int WinnerBelow(int node)
    {
        (int left, int right) = (Player(node * 2), Player((node * 2) + 1));
        return _dueAt[right] < _dueAt[left] ? right : left;
    }

    /// <summary>Who comes out of a node: a leaf's member, or a match's winner.</summary>
    private int Player(int node) => node >= _leaves ? node - _leaves : _winners[node];
}
