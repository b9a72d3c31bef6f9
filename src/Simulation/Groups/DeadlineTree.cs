using System.Numerics;

namespace MGen.Simulation.Groups;

/// <summary>
/// One deadline per member of a group, earliest first; of equal ones the member with the smaller number. A tournament
/// tree: each inner node stores the winner of its two children, so that changing a deadline updates one path.
/// </summary>
internal sealed class DeadlineTree
{
    private long[] _dueAt = [];
    private int[] _winners = [];
    private int _leaves;

    /// <summary>The member with the earliest deadline.</summary>
    public int Earliest => _leaves == 1 ? 0 : _winners[1];

    /// <summary>The earliest deadline in ticks; <see cref="long.MaxValue"/> means never.</summary>
    public long EarliestAt => _dueAt[Earliest];

    /// <summary>Resets the tree to members without deadlines.</summary>
    public void Reset(int members)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)members);
        if (_dueAt.Length < _leaves)
        {
            _dueAt = new long[_leaves];
            _winners = new int[_leaves];
        }
        Array.Fill(_dueAt, long.MaxValue, 0, _leaves);
        for (int node = _leaves - 1; node >= 1; node--)
            _winners[node] = WinnerBelow(node);
    }

    /// <summary>Sets a member's deadline.</summary>
    public void Set(int member, long dueAt)
    {
        _dueAt[member] = dueAt;
        for (int node = (member + _leaves) >> 1; node >= 1; node >>= 1)
        {
            int winner = WinnerBelow(node);
            if (winner == _winners[node] && winner != member)
                return; // The winner is unchanged and another member, so the nodes above do not change.
            _winners[node] = winner;
        }
    }

    private int WinnerBelow(int node)
    {
        (int left, int right) = (Player(node * 2), Player((node * 2) + 1));
        return _dueAt[right] < _dueAt[left] ? right : left;
    }

    /// <summary>The winner of a node: the member of a leaf, or the stored winner.</summary>
    private int Player(int node) => node >= _leaves ? node - _leaves : _winners[node];
}
