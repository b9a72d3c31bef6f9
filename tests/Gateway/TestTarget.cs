namespace MGen.Gateway.Tests;

/// <summary>
/// A target in another process. It records the batches and responds when, and as, the test says.
/// </summary>
internal sealed class TestTarget : IGroupTarget
{
    private readonly Queue<Exception> _failures = new();
    private TaskCompletionSource? _gate;

    /// <summary>Every batch, including retransmissions.</summary>
    public List<GroupEntry[]> Batches { get; } = [];

    /// <summary>Makes requests wait from now on.</summary>
    public void Hold() => _gate = new TaskCompletionSource();

    /// <summary>Responds to the waiting request, and to all later ones immediately.</summary>
    public void Release()
    {
        TaskCompletionSource? gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    /// <summary>Makes the next request fail.</summary>
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
