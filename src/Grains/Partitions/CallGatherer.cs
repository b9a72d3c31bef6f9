namespace MGen.Grains.Partitions;

/// <summary>
/// Calls to one process: what comes while a call is under way goes into the next one, together. Calls between processes are what a cluster costs,
/// and so many partitions share them. Thread-safe.
/// </summary>
/// <param name="call">Makes one call; answers each item at its place.</param>
/// <param name="clock">The clock.</param>
public sealed class CallGatherer<TItem, TAnswer>(Func<TItem[], Task<TAnswer[]>> call, TimeProvider clock)
{
    /// <summary>A call that takes longer does not keep up the others: perhaps one of its items waits for somebody who has died.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private List<(TItem Item, TaskCompletionSource<TAnswer> Answer)> _waiting = [];
    private bool _busy;

    /// <summary>Brings an item there.</summary>
    /// <returns>The answer.</returns>
    public Task<TAnswer> SubmitAsync(TItem item)
    {
        TaskCompletionSource<TAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((item, answer));
            if (_busy)
                return answer.Task;
            _busy = true;
        }
        // Belongs to no grain's turn: it also carries what others add.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(PumpAsync);
        return answer.Task;
    }

    private async Task PumpAsync()
    {
        while (Take() is { } items)
        {
            Task calling = CallAsync(items);
            if (!calling.IsCompleted)
                await Task.WhenAny(calling, Task.Delay(LongestWait, clock));
        }
    }

    private List<(TItem Item, TaskCompletionSource<TAnswer> Answer)>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _busy = false;
                return null;
            }
            (List<(TItem, TaskCompletionSource<TAnswer>)> taken, _waiting) = (_waiting, []);
            return taken;
        }
    }

    private async Task CallAsync(List<(TItem Item, TaskCompletionSource<TAnswer> Answer)> items)
    {
        try
        {
            TAnswer[] answers = await call([.. items.Select(item => item.Item)]);
            for (int i = 0; i < answers.Length; i++)
                items[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception failure)
        {
            foreach ((_, TaskCompletionSource<TAnswer> answer) in items)
                answer.TrySetException(failure);
        }
    }
}
