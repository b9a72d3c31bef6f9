using System.Numerics;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Groups;

/// <summary>One member while their group is simulated. All times are in ticks since the start of the run.</summary>
internal struct MemberSlot
{
    /// <summary>State of the machine. A client's is valid once the client is awake, a peer's from the start.</summary>
    public ConversationState State;

    /// <summary>Generator of the conversation.</summary>
    public Xoshiro256 Random;

    /// <summary>Model of the conversation.</summary>
    public ConversationModel Model;

    /// <summary>The seed of the generator; it identifies the conversation in the hashes of deliveries.</summary>
    public ulong Hash;

    /// <summary>How the member takes part.</summary>
    public MemberKind Kind;

    /// <summary>The population's numbers of the recipients in the group; <c>null</c>: all other members.</summary>
    public IReadOnlySet<int>? Recipients;

    /// <summary>When the server registers the member; 0 for a peer.</summary>
    public long ConnectedAt;

    /// <summary>When the bootstrap wait is over; <see cref="long.MaxValue"/>: not in this run.</summary>
    public long WakesAt;

    /// <summary>
    /// Time from waking up (for a peer: from the start) to the first message; <c>null</c>: it is drawn.
    /// </summary>
    public TimeSpan? FirstIdle;

    /// <summary>The spell in progress at waking up; <c>null</c>: none.</summary>
    public ActiveStart? FirstActive;

    /// <summary>When the last upload is complete: uploads are sequential.</summary>
    public long UploadsEndAt;

    /// <summary>Which parts of attachments are transferred.</summary>
    public AttachmentMode Attachments;

    /// <summary>Whether the bootstrap wait is over.</summary>
    public bool IsAwake;
}

/// <summary>The members of a group in the ordinal order of their names.</summary>
internal sealed class MemberOrder
{
    private string[] _names = [];

    /// <summary>
    /// The population's numbers of the group's members, in the order of their names. Elements beyond the number of
    /// members are undefined.
    /// </summary>
    public int[] Numbers { get; private set; } = [];

    /// <summary>Sorts a group's members.</summary>
    public void Load(ISimulatedPopulation population, int group)
    {
        int count = population.MemberCount(group);
        if (_names.Length < count)
        {
            _names = new string[count];
            Numbers = new int[count];
        }
        for (int member = 0; member < count; member++)
            (_names[member], Numbers[member]) = (population.UserName(group, member), member);
        Array.Sort(_names, Numbers, 0, count, StringComparer.Ordinal);
    }
}

/// <summary>
/// One deadline per member of a group, earliest first; of equal deadlines, that of the member with the smaller number
/// is first. A tournament tree: each inner node stores the winner of its two children, so that changing a deadline
/// updates one path.
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
        // Leaves without a member never win: they have no deadline, and of two equal deadlines the left one wins.
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
                return; // The winner is still another member, so the nodes above do not change.
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
