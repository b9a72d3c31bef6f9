namespace MGen.Simulation.Results;

/// <summary>Attachments that went one way, as one thread has counted them.</summary>
internal sealed class TransferTally
{
    private long _completed;
    private long _completedBytes;
    private long _unfinished;

    /// <summary>Counts one.</summary>
    public void Count(uint bytes, bool isCompleted)
    {
        _completed += isCompleted ? 1 : 0;
        _completedBytes += isCompleted ? bytes : 0;
        _unfinished += isCompleted ? 0 : 1;
    }

    /// <summary>Adds what another thread has counted.</summary>
    public void Add(TransferTally other)
    {
        _completed += other._completed;
        _completedBytes += other._completedBytes;
        _unfinished += other._unfinished;
    }

    public TransferCounts ToCounts() => new(_completed, _completedBytes, _unfinished);
}
