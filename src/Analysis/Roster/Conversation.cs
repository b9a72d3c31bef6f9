namespace MGen.Analysis.Roster;

/// <summary>A (user, group), and what adds up for it over all logs. Any thread.</summary>
internal sealed class Conversation(User user, Group group, int index, int slot)
{
    /// <summary>No line of its own log says that it woke up.</summary>
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

    /// <summary>Its place in <see cref="Group.Members"/>.</summary>
    public int Slot { get; } = slot;

    /// <summary>Whether its own log is at hand.</summary>
    public bool HasOwnLog { get; private set; }

    /// <summary>How many lines name it, at most <see cref="Group.BusyMentions"/>.</summary>
    public int Mentions => Volatile.Read(ref _mentions);

    /// <summary>Whether it is a stranger: see <see cref="RunRoster.SetStrangersAside"/>.</summary>
    public bool IsStranger { get; set; }

    /// <summary>Connections that it opened.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Receipts that it owed to others.</summary>
    public int OwedByIt => Volatile.Read(ref _owedByIt);

    /// <summary>Those of them that came after the time-out or never.</summary>
    public int TimedOutByIt => Volatile.Read(ref _timedOutByIt);

    /// <summary>Messages sent in the time that counts. Only the join of its user's records writes it.</summary>
    public int Sent { get; set; }

    /// <summary>
    /// Unix nanoseconds from which on it owes receipts. A client says when it is awake; a peer begins with an idle turn. Where neither tells, it
    /// counts as always awake, and so does whose log is not at hand.
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

    /// <summary>A line names it.</summary>
    public void Mention()
    {
        if (Volatile.Read(ref _mentions) < Group.BusyMentions)
            Interlocked.Increment(ref _mentions);
    }

    /// <summary>Its log has a line of the start-up: it wakes up later.</summary>
    public void StartedUp()
    {
        HasOwnLog = true;
        _startedUp = true;
    }

    /// <summary>It opened a connection.</summary>
    public void OpenedConnection()
    {
        StartedUp();
        Interlocked.Increment(ref _opened);
    }

    /// <summary>Its log says that it is awake.</summary>
    public void WokeUp(long unixNanoseconds)
    {
        StartedUp();
        Lower(ref _awake, unixNanoseconds);
    }

    /// <summary>Its log has an idle turn.</summary>
    public void TurnedIdle(long unixNanoseconds)
    {
        HasOwnLog = true;
        Lower(ref _firstIdle, unixNanoseconds);
    }

    /// <summary>Its log has a message or receipt.</summary>
    public void HadMessage(long unixNanoseconds)
    {
        HasOwnLog = true;
        Lower(ref _firstMessage, unixNanoseconds);
    }

    /// <summary>It owed a receipt.</summary>
    public void Owed(bool timedOut)
    {
        Interlocked.Increment(ref _owedByIt);
        if (timedOut)
            Interlocked.Increment(ref _timedOutByIt);
    }

    private static void Lower(ref long target, long value)
    {
        for (long seen = Volatile.Read(ref target); value < seen;)
        {
            long before = Interlocked.CompareExchange(ref target, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
