namespace MGen.Gateway.Tests;

/// <summary>An inbox in another process that records what it is given and answers when, and as, the test says.</summary>
internal sealed class TestInbox : IGroupInbox
{
    private readonly Queue<Exception> _failures = new();
    private TaskCompletionSource? _gate;

    /// <summary>Every call, retransmissions too.</summary>
    public List<GroupEntry[]> Batches { get; } = [];

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

    public string Name => "g";

    public bool WantsProbe => false;

    public bool TryApply(ReadOnlySpan<GroupEntry> entries) => false;

    public async ValueTask SubmitAsync(GroupEntry[] entries)
    {
        Batches.Add(entries);
        if (_gate is { } gate)
            await gate.Task;
        if (_failures.TryDequeue(out Exception? failure))
            throw failure;
    }
}
