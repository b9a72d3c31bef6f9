namespace MGen.Analysis.Roster;

/// <summary>A (user, group), and its counts over all logs. Thread-safe.</summary>
internal sealed class Conversation(User user, Group group, int index, int slot)
{
    /// <summary>The time of an event that the conversation's own log does not contain.</summary>
    private const long Never = long.MaxValue;

    private long _firstIdle = Never;
    private long _firstMessage = Never;
    private long _awake = Never;
    private bool _startedUp;
    private int _opened;
    private int _owedByIt;
    private int _timedOutByIt;
    private int _mentions;

    public User User { get; } = user;

    public Group Group { get; } = group;

    /// <summary>Its number in the roster.</summary>
    public int Index { get; } = index;

    /// <summary>Its index in <see cref="Group.Members"/>.</summary>
    public int Slot { get; } = slot;

    /// <summary>Whether its own log is available.</summary>
    public bool HasOwnLog { get; private set; }

    /// <summary>How many lines name it; counted only up to about <see cref="Group.BusyMentions"/>.</summary>
    public int Mentions => Volatile.Read(ref _mentions);

    /// <summary>Whether it is a stranger; see <see cref="RunRoster.SetStrangersAside"/>.</summary>
    public bool IsStranger { get; set; }

    /// <summary>Connections that it opened.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Receipts that it owed to others.</summary>
    public int OwedByIt => Volatile.Read(ref _owedByIt);

    /// <summary>Receipts that it owed and that arrived after the time-out or never.</summary>
    public int TimedOutByIt => Volatile.Read(ref _timedOutByIt);

    /// <summary>Messages sent in the evaluated time. Written only by the join of its user's records.</summary>
    public int Sent { get; set; }

    /// <summary>
    /// Unix nanoseconds from which on the conversation owes receipts. A client's conversation is awake from the line
    /// that says so, a peer's from its first line, which is an idle transition. A conversation whose log has only lines
    /// of the start-up is never awake. Any other conversation, such as one without an available log, counts as always
    /// awake.
    /// </summary>
    public long AwakeUnixNanoseconds
    {
        get
        {
            if (_startedUp)
                return _awake != Never || Math.Min(_firstIdle, _firstMessage) == Never ? _awake : long.MinValue;
            return _firstIdle != Never && _firstIdle <= _firstMessage ? _firstIdle : long.MinValue;
        }
    }

    /// <summary>Counts a line that names it.</summary>
    public void Mention()
    {
        if (Volatile.Read(ref _mentions) < Group.BusyMentions)
            Interlocked.Increment(ref _mentions);
    }

    /// <summary>
    /// Notes a line of the start-up. The line that says that the conversation is awake is expected later.
    /// </summary>
    public void StartedUp()
    {
        HasOwnLog = true;
        _startedUp = true;
    }

    /// <summary>Counts a connection that it opened.</summary>
    public void OpenedConnection()
    {
        StartedUp();
        Interlocked.Increment(ref _opened);
    }

    /// <summary>Notes the line that says that the conversation is awake.</summary>
    public void WokeUp(long unixNanoseconds)
    {
        StartedUp();
        Lower(ref _awake, unixNanoseconds);
    }

    /// <summary>Notes an idle transition.</summary>
    public void TurnedIdle(long unixNanoseconds)
    {
        HasOwnLog = true;
        Lower(ref _firstIdle, unixNanoseconds);
    }

    /// <summary>Notes a message or receipt in its log.</summary>
    public void HadMessage(long unixNanoseconds)
    {
        HasOwnLog = true;
        Lower(ref _firstMessage, unixNanoseconds);
    }

    /// <summary>Counts a receipt that it owed.</summary>
    public void Owed(bool timedOut)
    {
        Interlocked.Increment(ref _owedByIt);
        if (timedOut)
            Interlocked.Increment(ref _timedOutByIt);
    }

    private static void Lower(ref long target, long value)
    {
        for (long seen = Volatile.Read(ref target); value < seen; )
        {
            long before = Interlocked.CompareExchange(ref target, value, seen);
            seen = before == seen ? value : before;
        }
    }
}

/// <summary>A group that a log names, with all members seen in it.</summary>
internal sealed class Group(string name)
{
    /// <summary>A member that at least this many lines name is real, not the product of a damaged line.</summary>
    public const int BusyMentions = 20;

    public string Name { get; } = name;

    /// <summary>Its members' conversations; complete once all logs are read.</summary>
    public List<Conversation> Members { get; } = [];

    /// <summary>How many members are not strangers; valid after <see cref="RunRoster.SetStrangersAside"/>.</summary>
    public int Size { get; set; }

    /// <summary>Whether the log of a server that relayed the group's messages is available.</summary>
    public bool HasServerLog { get; set; }
}

/// <summary>A user that a log names.</summary>
internal sealed class User(string name, int index)
{
    public string Name { get; } = name;

    /// <summary>Its number in the roster, by first appearance, which differs between repeated analyses.</summary>
    public int Index { get; } = index;
}
