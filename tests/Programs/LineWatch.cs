namespace MGen.Tests.Programs;

/// <summary>Lines that arrive one by one, for callers that wait for one of them. Any thread may use it.</summary>
/// <param name="source">Whose lines they are, for messages.</param>
internal sealed class LineWatch(string source)
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(Predicate<string> IsAwaited, TaskCompletionSource<string> Arrival)> _waiters = [];

    /// <summary>Everything that has arrived.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>Adds a line that has arrived; ignores <c>null</c>.</summary>
    public void Add(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _lines.Add(line);
            foreach ((_, TaskCompletionSource<string> arrival) in _waiters.Where(waiter => waiter.IsAwaited(line)))
                arrival.TrySetResult(line);
            _waiters.RemoveAll(waiter => waiter.Arrival.Task.IsCompleted);
        }
    }

    /// <summary>The first line of a kind; if it has not arrived yet, waits for it.</summary>
    /// <exception cref="TimeoutException">It did not come; says what was awaited and what came.</exception>
    public async Task<string> NextAsync(Predicate<string> isAwaited, string awaited)
    {
        TaskCompletionSource<string> arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(isAwaited) is { } line)
                return line;
            _waiters.Add((isAwaited, arrival));
        }
        try
        {
            return await arrival.Task.WaitAsync(ChildProcess.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{source}: awaited {awaited}; the last lines were:\n{string.Join('\n', All.TakeLast(40))}"
            );
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', All);
}
