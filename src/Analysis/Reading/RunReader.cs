using MGen.Analysis.Inputs;
using MGen.Analysis.Original;
using MGen.Analysis.Records;
using MGen.Analysis.Roster;

namespace MGen.Analysis.Reading;

/// <summary>Reads all logs of a run, several at the same time, each as a whole by one thread.</summary>
internal sealed class RunReader(RunRoster roster, RecordStore store, OriginalSet? original, ProgressReport progress)
{
    private readonly Lock _lock = new();
    private int _next;
    private int _nextOriginal;

    /// <summary>What was counted in all logs.</summary>
    public ReadTally Tally { get; } = new();

    /// <summary>Receipts of members that no configuration names.</summary>
    public long UnknownAuthors { get; private set; }

    /// <summary>Reads the logs; returns how each went, in their order.</summary>
    public LogOutcome[] Read(IReadOnlyList<LogFile> logs, int parallelism, CancellationToken stop)
    {
        LogOutcome[] outcomes = new LogOutcome[logs.Count];
        Workers.Run(Math.Min(parallelism, logs.Count), token => ReadSome(logs, outcomes, token), stop);
        return outcomes;
    }

    private void ReadSome(IReadOnlyList<LogFile> logs, LogOutcome[] outcomes, CancellationToken stop)
    {
        ReadTally tally = new();
        RecordWriter records = new(store);
        RosterCache cache = new(roster);
        LogReader reader = new(new EventSink(cache, records, tally), progress.OnBytes);
        while (TryBegin(logs, cache, out int index, out OriginalLog? originalLog))
        {
            outcomes[index] = reader.Read(logs[index], originalLog, stop);
            originalLog?.End(stop);
            progress.OnFile();
            lock (_lock)
                UnknownAuthors += originalLog?.UnknownAuthors ?? 0;
        }
        records.Flush();
        lock (_lock)
            Tally.Add(tally);
    }

    /// <summary>The next log, in order; <c>false</c> if there is none.</summary>
    private bool TryBegin(IReadOnlyList<LogFile> logs, RosterCache cache, out int index, out OriginalLog? originalLog)
    {
        lock (_lock)
        {
            index = _next++;
            originalLog = index < logs.Count && logs[index].IsOriginalInput ? original?.Begin(_nextOriginal++, cache) : null;
            return index < logs.Count;
        }
    }
}
