using BenchmarkDotNet.Attributes;
using MGen.EventLog;

namespace MGen.Bench.EventLog;

/// <summary>
/// What a line of the event log costs: reading the clock, the whole path under saturation, and its two ends,
/// formatting and parsing.
/// </summary>
[MemoryDiagnoser]
public class EventLogBenchmarks : IAsyncDisposable
{
    private const int Lines = 1000;

    private static readonly LogEvent Received = new()
    {
        UnixNanoseconds = 1,
        Kind = EventKind.Received,
        User = "user123",
        Group = "group1",
        Id = 12345,
    };

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly LineFormatter _formatter = new();
    private readonly EventLineParser _parser = new();
    private readonly byte[] _line = new byte[LineFormatter.MaxLineBytes];
    private EventLogWriter _log = null!;
    private ServerLog _server = null!;
    private int _length;

    /// <summary>Starts a log to nowhere, and checks that the parser reads what the formatter writes.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _log = new EventLogWriter(Stream.Null, _clock);
        _server = new ServerLog(_log);
        _length = _formatter.Format(Received, _line) - 1;
        if (!_parser.TryParse(_line.AsSpan(0, _length), out LogEvent read, out _) || read != Received)
            throw new InvalidOperationException($"{read} is not {Received}");
    }

    /// <summary>Writes what is left.</summary>
    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reading the clock: part of every line.</summary>
    [Benchmark(Baseline = true)]
    public DateTimeOffset Clock() => _clock.GetUtcNow();

    /// <summary>One thread logs as fast as it can; where the queue fills, this is the writing thread's pace.</summary>
    [Benchmark(OperationsPerInvoke = Lines)]
    public void LogSaturated()
    {
        for (uint id = 0; id < Lines; id++)
            _server.Received("user123", "group1", id);
    }

    /// <summary>An event to bytes.</summary>
    [Benchmark]
    public int Format() => _formatter.Format(Received, _line);

    /// <summary>Bytes to an event, by a parser that accepts the lines of every writer.</summary>
    [Benchmark]
    public bool Parse() => _parser.TryParse(_line.AsSpan(0, _length), out _, out _);
}
