using BenchmarkDotNet.Attributes;
using MGen.Analysis;
using MGen.EventLog;

namespace MGen.Bench.Analysis;

/// <summary>
/// What reading a log costs: its bytes, its events, the analysis, the analysis with the original's files. No step can
/// be faster than the previous one. The log is in the system's cache. Times are per megabyte: 1 ms is 1 GB/s, 5 ms are
/// 200 MB/s.
/// </summary>
[MemoryDiagnoser]
public class AnalysisBenchmarks
{
    private const int Megabytes = 100;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-bench-");
    private readonly byte[] _buffer = new byte[1 << 16];
    private string _log = "";
    private long _lines;

    /// <summary>Writes the log, and checks that everything in it can be read.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _log = Path.Combine(_directory.FullName, "mgen-client.log");
        _lines = ConversationLog.Write(_log, Megabytes * 1_000_000L);
        if (Events() != _lines)
            throw new InvalidOperationException("the log has lines that cannot be read");
    }

    /// <summary>Deletes the log.</summary>
    [GlobalCleanup]
    public void Cleanup() => _directory.Delete(recursive: true);

    /// <summary>The file alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Megabytes)]
    public long Bytes()
    {
        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        long bytes = 0;
        for (int read = file.Read(_buffer); read > 0; read = file.Read(_buffer))
            bytes += read;
        return bytes;
    }

    /// <summary>Its events.</summary>
    [Benchmark(OperationsPerInvoke = Megabytes)]
    public long Events()
    {
        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        EventLogReader reader = new(file, static _ => { }, LogSource.Client);
        long events = 0;
        while (reader.TryRead(out _))
            events++;
        return events;
    }

    /// <summary>The analysis on one thread.</summary>
    [Benchmark(OperationsPerInvoke = Megabytes)]
    public long Analyze() => Run(new AnalysisOptions { Parallelism = 1 });

    /// <summary>The analysis on one thread, with all records in temporary files.</summary>
    [Benchmark(OperationsPerInvoke = Megabytes)]
    public long AnalyzeSpilled() => Run(new AnalysisOptions { Parallelism = 1, BufferBytes = 1 << 20 });

    /// <summary>The analysis on one thread, with the original's six files.</summary>
    [Benchmark(OperationsPerInvoke = Megabytes)]
    public long AnalyzeWithOriginal() =>
        Run(new AnalysisOptions { Parallelism = 1, OriginalDirectory = _directory.FullName });

    private long Run(AnalysisOptions options) =>
        RunAnalyzer.Analyze([_log], _directory.FullName, options, null, CancellationToken.None).Messages.Acknowledged;
}
