namespace MGen.Analysis.Reading;

/// <summary>Adds up what is read and tells it now and then. Any thread.</summary>
internal sealed class ProgressReport(Action<AnalysisProgress>? report, long bytesTotal, int filesTotal)
{
    /// <summary>How many bytes pass between two reports.</summary>
    private const long Interval = 1 << 20;

    private long _bytes;
    private int _files;

    /// <summary>So many bytes more.</summary>
    public void OnBytes(long bytes)
    {
        long after = Interlocked.Add(ref _bytes, bytes);
        if (after / Interval != (after - bytes) / Interval)
            Report(after);
    }

    /// <summary>One file more.</summary>
    public void OnFile()
    {
        Interlocked.Increment(ref _files);
        Report(Interlocked.Read(ref _bytes));
    }

    private void Report(long bytes) => report?.Invoke(new AnalysisProgress(bytes, bytesTotal, Volatile.Read(ref _files), filesTotal));
}
