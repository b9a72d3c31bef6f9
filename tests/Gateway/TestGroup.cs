using MGen.Grains;

namespace MGen.Gateway.Tests;

/// <summary>A group that records what it is given and answers when, and as, the test says.</summary>
internal sealed class TestGroup : IGroupGrain
{
    private readonly Queue<Exception> _failures = new();
    private TaskCompletionSource? _gate;

    /// <summary>Every call, repetitions too.</summary>
    public List<GroupBatch> Batches { get; } = [];

    /// <summary>Calls wait from now on.</summary>
    public void Hold() => _gate = new TaskCompletionSource();

    /// <summary>The call that waits, and those to come, are answered.</summary>
    public void Release()
    {
        TaskCompletionSource? gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    /// <summary>The next call fails like this.</summary>
    public void FailNext(Exception failure) => _failures.Enqueue(failure);

    public async ValueTask SubmitAsync(GroupBatch batch)
    {
        Batches.Add(batch);
        if (_gate is { } gate)
            await gate.Task;
        if (_failures.TryDequeue(out Exception? failure))
            throw failure;
    }
}
