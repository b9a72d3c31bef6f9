using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// Checks whether a client without resumption reads the connection to which its frames are written. If the client has
/// several connections, the group infers which one it reads, and may be wrong
/// (docs/decisions/0034-clients-without-resumption.md). A client of the original acknowledges every message
/// immediately. So one message is written, and further ones only when the receipt for it has arrived on any of the
/// client's connections. Without a receipt the connection is ended, and the group serves another one. Thread-safe.
/// </summary>
internal sealed class ReaderCheck(PlainUser user)
{
    private Frame _probe;
    private TaskCompletionSource? _answer;

    // Set when the client acknowledges a message that was written to this connection, or when the connection ends.
    private volatile bool _isOver;

    /// <summary>Whether the check is over, because the client reads this connection or the connection ends.</summary>
    public bool IsOver => _isOver;

    /// <summary>Whether a message was written and the wait for its receipt has not ended.</summary>
    public bool IsWaiting => _answer is { Task.IsCompleted: false };

    /// <summary>Begins to wait for the receipt of a message. Called before the message's bytes are sent.</summary>
    public void Begin(Frame message)
    {
        lock (user.Lock)
        {
            _probe = message;
            _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            user.Waiting.Add(this);
        }
    }

    /// <summary>Waits for the receipt, for a reason to write one more message, or for the connection's end.</summary>
    /// <returns>False if none of these happens in time: the client does not read this connection.</returns>
    public async Task<bool> WaitAsync(TimeProvider clock)
    {
        Task answer = _answer!.Task;
        using CancellationTokenSource limit = new();
        if (await Task.WhenAny(answer, Task.Delay(user.Patience, clock, limit.Token)) == answer)
        {
            await limit.CancelAsync();
            return true;
        }
        return !user.GiveUp(this);
    }

    /// <summary>Ends a wait, because the connection ends.</summary>
    public void Cancel()
    {
        lock (user.Lock)
        {
            _isOver = true;
            Continue();
        }
    }

    /// <summary>Ends the wait if the frame is the receipt that the check waits for. Under the user's lock.</summary>
    public bool Accept(Frame receipt)
    {
        if (receipt.Id != _probe.Id || !receipt.Target.SequenceEqual(_probe.Sender))
            return false;
        _isOver = true;
        Continue();
        return true;
    }

    /// <summary>Lets the writer write. Under the user's lock.</summary>
    public void Continue()
    {
        user.Waiting.Remove(this);
        _answer?.TrySetResult();
    }
}

/// <summary>What the connections of one user without resumption share, in one group. Thread-safe.</summary>
/// <param name="all">All users. They share one lock, because few of them have checks.</param>
internal sealed class PlainUser(PlainUsers all)
{
    /// <summary>
    /// With each connection that is given up, the patience doubles, up to 16 times the first one (2 s to 32 s by
    /// default). Otherwise a client behind a slow path would be disconnected again and again.
    /// </summary>
    private const int MostDoublings = 4;

    private bool _acknowledges;
    private int _open;
    private int _givenUp;

    /// <summary>Guards the user and its checks.</summary>
    public Lock Lock => all.Lock;

    /// <summary>Checks that wait.</summary>
    public List<ReaderCheck> Waiting => field ??= new List<ReaderCheck>(1);

    /// <summary>How long a check waits.</summary>
    public TimeSpan Patience => all.Patience * (1 << _givenUp);

    /// <summary>Whether the user has a connection.</summary>
    public bool HasConnections => Volatile.Read(ref _open) > 0;

    /// <summary>
    /// Whether the client has several connections and has acknowledged messages. A client that has not begun to
    /// acknowledge, such as the original's during its bootstrap, is not checked, because it reads but stays silent.
    /// </summary>
    public bool MustShowWhatItReads => Volatile.Read(ref _open) > 1 && Volatile.Read(ref _acknowledges);

    /// <summary>
    /// Adds a connection, and ends the waits on the user's other connections. The client may have connected because it
    /// could not send a receipt. That receipt is lost, so the client is given another message to acknowledge.
    /// </summary>
    public void Enter()
    {
        lock (Lock)
        {
            Volatile.Write(ref _open, _open + 1);
            if (_open > 1)
                ContinueAll();
        }
    }

    /// <summary>
    /// Removes a connection. If one remains, its wait ends: the client reads that connection, or connects again.
    /// </summary>
    public void Leave()
    {
        lock (Lock)
        {
            Volatile.Write(ref _open, _open - 1);
            if (_open == 1)
                ContinueAll();
        }
    }

    /// <summary>Takes note of a receipt that the user sent.</summary>
    public void Acknowledge(Frame receipt)
    {
        if (!_acknowledges)
            Volatile.Write(ref _acknowledges, true);
        if (Volatile.Read(ref _open) < 2)
            return;
        lock (Lock)
        {
            if (Waiting.Exists(check => check.Accept(receipt)))
                _givenUp = Math.Max(0, _givenUp - 1);
        }
    }

    /// <summary>Ends a check whose time is over.</summary>
    /// <returns>False if the check has stopped waiting meanwhile.</returns>
    public bool GiveUp(ReaderCheck check)
    {
        lock (Lock)
        {
            if (!check.IsWaiting)
                return false;
            check.Continue();
            _givenUp = Math.Min(_givenUp + 1, MostDoublings);
            return true;
        }
    }

    private void ContinueAll()
    {
        while (Waiting.Count > 0)
            Waiting[^1].Continue();
    }
}

/// <summary>The users without resumption, by name and group. Thread-safe.</summary>
/// <param name="patience">How long a client has to acknowledge a message.</param>
internal sealed class PlainUsers(TimeSpan patience)
{
    /// <summary>
    /// Users without a connection are removed when there are this many users, or twice as many as the last removal
    /// left. Until a user is removed, it is known whether the user acknowledges messages.
    /// </summary>
    private const int LeastToPrune = 1_024;

    private readonly Dictionary<(string User, string Group), PlainUser> _users = [];
    private int _pruneAt = LeastToPrune;

    /// <summary>Guards the users and their checks.</summary>
    public Lock Lock { get; } = new();

    /// <summary>How long the first check of a user waits.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Adds a connection of a user.</summary>
    public PlainUser Enter(Identifier user, Identifier group)
    {
        lock (Lock)
        {
            if (_users.Count >= _pruneAt)
                Prune();
            (string, string) key = (user.Text, group.Text);
            if (!_users.TryGetValue(key, out PlainUser? entered))
                _users.Add(key, entered = new PlainUser(this));
            // Under the lock: a user without a connection may be removed.
            entered.Enter();
            return entered;
        }
    }

    private void Prune()
    {
        foreach (((string, string) key, PlainUser user) in _users)
        {
            if (!user.HasConnections)
                // Removing the current entry is allowed during the enumeration.
                _users.Remove(key);
        }
        _pruneAt = Math.Max(LeastToPrune, 2 * _users.Count);
    }
}
