using MGen.Analysis.Inputs;
using MGen.Analysis.Original;
using MGen.Analysis.Records;
using MGen.Analysis.Results;
using MGen.Analysis.Roster;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>Reads all logs of a run, several pieces in parallel, each on one thread.</summary>
internal sealed class RunReader(RunRoster roster, RecordStore store, OriginalSet? original, ProgressReport progress)
{
    private readonly Lock _lock = new();
    private LogPiece[] _pieces = [];
    private LogOutcome[] _outcomes = [];
    private OriginalLog? _originalLog;
    private int _next;
    private int _nextOriginal;

    /// <summary>The counts of all logs.</summary>
    public ReadTally Tally { get; } = new();

    /// <summary>Receipts of members that no configuration names.</summary>
    public long UnknownAuthors { get; private set; }

    /// <summary>Reads the logs; returns one outcome per log, in the order of the logs.</summary>
    /// <param name="logs">The logs.</param>
    /// <param name="pieceBytes">Bytes of a piece of an uncompressed log.</param>
    /// <param name="parallelism">How many pieces are read in parallel.</param>
    /// <param name="stop">Cancels the reading.</param>
    public LogOutcome[] Read(IReadOnlyList<LogFile> logs, long pieceBytes, int parallelism, CancellationToken stop)
    {
        _pieces = LogPiece.Cut(logs, pieceBytes);
        _outcomes = new LogOutcome[_pieces.Length];
        Workers.Run(Math.Min(parallelism, _pieces.Length), ReadSome, stop);
        return
        [
            .. _pieces
                .Zip(_outcomes)
                .GroupBy(read => read.First.Place, read => read.Second)
                .Select(log => LogOutcome.Join([.. log])),
        ];
    }

    private void ReadSome(CancellationToken stop)
    {
        ReadTally tally = new();
        RecordWriter records = new(store);
        RosterCache cache = new(roster);
        LogReader reader = new(new EventSink(cache, records, tally), progress.OnBytes);
        while (TryBegin(out int index, out OriginalLog? originalLog))
        {
            LogPiece piece = _pieces[index];
            OriginalFeed? feed = originalLog is null ? null : new OriginalFeed(originalLog, piece.Number, cache);
            _outcomes[index] = reader.Read(piece, feed, stop);
            feed?.End(piece.IsLast, stop);
            if (piece.IsLast)
                EndLog(originalLog);
        }
        records.Flush();
        lock (_lock)
            Tally.Add(tally);
    }

    /// <summary>Takes the next piece, in order; <c>false</c> if no piece is left.</summary>
    private bool TryBegin(out int index, out OriginalLog? originalLog)
    {
        lock (_lock)
        {
            index = _next++;
            originalLog = null;
            if (index >= _pieces.Length)
                return false;
            LogPiece piece = _pieces[index];
            if (piece.Number == 0)
                _originalLog = piece.Log.IsOriginalInput ? original?.Begin(_nextOriginal++) : null;
            originalLog = _originalLog;
            return true;
        }
    }

    private void EndLog(OriginalLog? originalLog)
    {
        progress.OnFile();
        lock (_lock)
            UnknownAuthors += originalLog?.UnknownAuthors ?? 0;
    }
}

/// <summary>Sums up the bytes and files that have been read, and reports them from time to time. Thread-safe.</summary>
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

/// <summary>Reads pieces of logs, one after the other. Not thread-safe.</summary>
internal sealed class LogReader(EventSink sink, Action<long> onBytes)
{
    /// <summary>Reads a piece to its end, or to the place where it is damaged.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="original">Receives the lines for the original's files; <c>null</c> if they are not wanted.</param>
    /// <param name="stop">Cancels the reading.</param>
    public LogOutcome Read(LogPiece piece, OriginalFeed? original, CancellationToken stop)
    {
        LogFile log = piece.Log;
        RejectedCount rejected = new(log.Path);
        ClockWatch clock = new();
        long lines = 0;
        string? failure = null;
        using Stream? input = TryOpen(piece, stop, ref failure);
        if (input is not null)
        {
            EventLogReader reader = new(input, rejected.Add, log.Source);
            while (TryRead(reader, out LogEvent item, ref failure))
            {
                lines = reader.LinesRead;
                clock.Take(item.UnixNanoseconds, lines);
                sink.Take(item);
                original?.Take(item, stop);
            }
            lines = failure is null ? reader.LinesRead : lines;
        }
        return new LogOutcome(new InputFile(log.Path, log.Bytes, lines, rejected.Total, failure), rejected, clock);
    }

    private Stream? TryOpen(LogPiece piece, CancellationToken stop, ref string? failure)
    {
        // Checked at each read, not at each line, because a device may supply bytes for ever without a line.
        void OnBytes(long bytes)
        {
            stop.ThrowIfCancellationRequested();
            onBytes(bytes);
        }
        try
        {
            return LogOpener.Open(piece, OnBytes);
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            failure = error.Message;
            return null;
        }
    }

    /// <summary>
    /// Reads an event. Only exceptions thrown by the reader count as failures of the log. The code that handles the
    /// event runs outside of this method, because it throws the same types if an output or a temporary file is on a
    /// full disk.
    /// </summary>
    private static bool TryRead(EventLogReader reader, out LogEvent item, ref string? failure)
    {
        try
        {
            return reader.TryRead(out item);
        }
        catch (Exception error) when (LogOpener.IsInputFailure(error))
        {
            failure = error.Message;
            item = default;
            return false;
        }
    }
}
