using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// A member of a group: its queue and its connections. The member remains when its connections leave.
/// </summary>
internal sealed class Member(Identifier name, QueuedBytes groupBytes)
{
    // Shared, and never added to: of a million members hardly one has a second connection.
    private static readonly List<MemberConnection> None = [];

    private List<MemberConnection> _others = None;

    public Identifier Name { get; } = name;

    public MemberQueue Queue { get; } = new(groupBytes);

    /// <summary>
    /// The connection that receives the member's frames; <c>null</c> while the member is disconnected.
    /// </summary>
    public MemberConnection? Served { get; set; }

    /// <summary>The member's other connections, which are read and not served. Usually empty.</summary>
    public IReadOnlyList<MemberConnection> Others => _others;

    /// <summary>A newer connection that waits until the served one has left.</summary>
    public WaitingJoin? Successor { get; set; }

    /// <summary>How many connections have joined so far.</summary>
    public long Joins { get; set; }

    /// <summary>
    /// How many joins a client of the original is still expected to make because of the ends of its connections that
    /// the server knows; see <see cref="OriginalClient"/>.
    /// </summary>
    public int ExpectedJoins { get; set; }

    /// <summary>
    /// Whether the client's reader waits for a connection: the next one that joins will be served; see
    /// <see cref="OriginalClient.ChooseNext"/>.
    /// </summary>
    public bool ReaderWaits { get; set; }

    /// <summary>The session of the last served connection; empty without resumption.</summary>
    public Guid Session { get; set; }

    /// <summary>
    /// The number of the session's first frame. Negative for a session that is older than this group's state: the
    /// client then claims frames that it received before.
    /// </summary>
    public long SessionStart { get; set; }

    /// <summary>
    /// How many frames had arrived when the last served connection left, as far as its gateway knew.
    /// </summary>
    public long Delivered { get; set; }

    /// <summary>Frames of the session that the member has sent on served connections.</summary>
    public ulong Received { get; set; }

    /// <summary>Whether the served connection refused a frame and has not asked for more since.</summary>
    public bool IsFull { get; set; }

    /// <summary>Adds a connection that is not served.</summary>
    public void AddOther(MemberConnection connection)
    {
        if (ReferenceEquals(_others, None))
            _others = new List<MemberConnection>(2);
        _others.Add(connection);
    }

    /// <summary>Removes a connection that is not served, if it is in the list.</summary>
    public void RemoveOther(MemberConnection connection)
    {
        if (_others.Remove(connection) && _others.Count == 0)
            _others = None;
    }

    /// <summary>Returns the state that operators see.</summary>
    public MemberDescription Describe() => new(Name, Served is null, Queue.Waiting, Queue.Unconfirmed);
}

/// <summary>The state of a member of a group, for operators and tests.</summary>
/// <param name="Name">The user.</param>
/// <param name="IsAway">Whether it has no connection.</param>
/// <param name="Waiting">Frames queued for its connection, or for its next one.</param>
/// <param name="Unconfirmed">Frames that were handed to a connection and may have to be retransmitted.</param>
public sealed record MemberDescription(Identifier Name, bool IsAway, int Waiting, int Unconfirmed);
