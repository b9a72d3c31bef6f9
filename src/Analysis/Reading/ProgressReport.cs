namespace MGen.Analysis.Reading;

/// <summary>Sums up what is read and reports it now and then. Thread-safe.</summary>
internal sealed class ProgressReport(Action<AnalysisProgress>? report, long bytesTotal, int filesTotal)
{
    /// <summary>Bytes between two reports.</summary>
    private const long Interval = 1 << 20;

    private long _bytes;
    private int _files;

    /// <summary>Adds bytes that have been read.</summary>
    public void OnBytes(long bytes)
    {
        long after = Interlocked.Add(ref _bytes, bytes);
        if (after / Interval != (after - bytes) / Interval)
            Report(after);
    }

    /// <summary>Adds a file that has been read.</summary>
    public void OnFile()
    {
        Interlocked.Increment(ref _files);
        Report(Interlocked.Read(ref _bytes));
    }

    private void Report(long bytes) =>
        report?.Invoke(new AnalysisProgress(bytes, bytesTotal, Volatile.Read(ref _files), filesTotal));
}
