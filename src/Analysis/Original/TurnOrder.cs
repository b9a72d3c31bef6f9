namespace MGen.Analysis.Original;

/// <summary>
/// Lets several threads work in parallel and write their results in a fixed order: the work at a place may write when
/// the work at all lower places has ended. Start the work in the order of the places, so that at least one thread never
/// waits. Thread-safe.
/// </summary>
internal sealed class TurnOrder
{
    private readonly object _changed = new();
    private int _turn;

    /// <summary>Whether the work at this place, from 0, may write.</summary>
    public bool IsTurnOf(int place) => Volatile.Read(ref _turn) == place;

    /// <summary>Waits until the work at this place may write.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public void WaitFor(int place, CancellationToken stop)
    {
        // Monitor.Wait accepts no token, so the registration wakes this thread, which then throws.
        using CancellationTokenRegistration onStop = stop.Register(WakeAll);
        lock (_changed)
        {
            while (!IsTurnOf(place))
            {
                stop.ThrowIfCancellationRequested();
                Monitor.Wait(_changed);
            }
        }
    }

    /// <summary>Ends the work at the current place, so that the work at the next place may write.</summary>
    public void End()
    {
        lock (_changed)
        {
            _turn++;
            Monitor.PulseAll(_changed);
        }
    }

    private void WakeAll()
    {
        lock (_changed)
            Monitor.PulseAll(_changed);
    }
}

/// <summary>
/// The time at which each message of one conversation was sent. Uses 16 bytes per message. Numbers usually ascend, and
/// messages more than a day older than the newest are removed. A number out of order costs more memory and is never
/// removed.
/// </summary>
internal sealed class SentTimes
{
    /// <summary>How long a message with an ascending number is kept, in seconds of the log.</summary>
    public const double MemorySeconds = 86_400;

    private readonly List<(uint Id, double Time)> _ascending = [];
    private Dictionary<uint, double>? _others;
    private int _first;

    /// <summary>Adds a sent message, replacing an earlier one of the same number.</summary>
    public void Add(uint id, double time)
    {
        Forget(time - MemorySeconds);
        if (_ascending.Count == _first || id > _ascending[^1].Id)
            _ascending.Add((id, time));
        else if (Find(id) is >= 0 and var index)
            _ascending[index] = (id, time);
        else
            (_others ??= [])[id] = time;
    }

    /// <summary>When the message was sent; <c>null</c> if unknown.</summary>
    public double? TimeOf(uint id) =>
        Find(id) switch
        {
            >= 0 and var index => _ascending[index].Time,
            _ => _others is not null && _others.TryGetValue(id, out double time) ? time : null,
        };

    private int Find(uint id)
    {
        int count = _ascending.Count - _first;
        if (count == 0)
            return -1;
        // Without gaps the number itself determines the index.
        long guess = (long)id - _ascending[_first].Id;
        if (guess >= 0 && guess < count && _ascending[_first + (int)guess].Id == id)
            return _first + (int)guess;
        return _ascending.BinarySearch(_first, count, (id, 0), ById.Instance);
    }

    private void Forget(double before)
    {
        while (_first < _ascending.Count && _ascending[_first].Time < before)
            _first++;
        if (_first <= _ascending.Count / 2)
            return;
        _ascending.RemoveRange(0, _first);
        _first = 0;
    }

    private sealed class ById : IComparer<(uint Id, double Time)>
    {
        public static ById Instance { get; } = new();

        public int Compare((uint Id, double Time) x, (uint Id, double Time) y) => x.Id.CompareTo(y.Id);
    }
}
