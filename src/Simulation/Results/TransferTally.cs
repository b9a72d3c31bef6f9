namespace MGen.Simulation.Results;

/// <summary>Counts the attachments of one thread in one direction.</summary>
internal sealed class TransferTally
{
    private long _completed;
    private long _completedBytes;
    private long _unfinished;

    /// <summary>Counts one attachment.</summary>
    public void Count(uint bytes, bool isCompleted)
    {
        _completed += isCompleted ? 1 : 0;
        _completedBytes += isCompleted ? bytes : 0;
        _unfinished += isCompleted ? 0 : 1;
    }

    /// <summary>Adds the counts of another thread.</summary>
    public void Add(TransferTally other)
    {
        _completed += other._completed;
        _completedBytes += other._completedBytes;
        _unfinished += other._unfinished;
    }

    public TransferCounts ToCounts() => new(_completed, _completedBytes, _unfinished);
}

/// <summary>Attachments in one direction.</summary>
/// <param name="Completed">Number transferred completely before the end of the grace time.</param>
/// <param name="CompletedBytes">Their size in bytes.</param>
/// <param name="Unfinished">Number requested and not complete by then.</param>
public sealed record TransferCounts(long Completed, long CompletedBytes, long Unfinished);
