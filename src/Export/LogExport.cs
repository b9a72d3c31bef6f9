using MGen.Analysis;
using MGen.Analysis.Inputs;
using MGen.EventLog;

namespace MGen.Export;

/// <summary>The progress of reading logs.</summary>
/// <param name="BytesRead">The bytes read from the files, compressed if the files are.</param>
/// <param name="BytesTotal">The size of all files in bytes.</param>
public readonly record struct LogProgress(long BytesRead, long BytesTotal);

/// <summary>The result of reading logs.</summary>
/// <param name="Files">The number of event logs.</param>
/// <param name="Lines">The number of lines.</param>
/// <param name="Rejected">The number of lines that could not be read, plus the number of truncated files.</param>
/// <param name="Problems">The first rejected lines and truncated files, each as <c>file:line: reason: text</c>.</param>
public sealed record LogAccount(int Files, long Lines, long Rejected, IReadOnlyList<string> Problems);

/// <summary>
/// Reads the event logs of a run (plain, .gz or .xz) and merges them by time for an <see cref="ExportRun"/>. Memory
/// holds two buffers per file.
/// </summary>
public sealed class LogExport
{
    private const int MostFiles = 4_096;
    private const int MostProblems = 10;
    private const int EventsBetweenLooks = 65_536;

    private readonly List<LogFile> _logs;
    private readonly List<string> _problems = [];
    private long _bytesRead;
    private long _lines;
    private long _rejected;

    /// <summary>Finds the event logs.</summary>
    /// <param name="inputs">Files and directories, as for <c>mgentools analyze</c>.</param>
    /// <param name="workingDirectory">The full path of the directory to which relative paths refer.</param>
    /// <exception cref="ExportException">
    /// An input does not exist, no input is the log of a client or peer, or there are too many logs.
    /// </exception>
    public LogExport(IReadOnlyList<string> inputs, string workingDirectory)
    {
        try
        {
            RunInputs found = InputFinder.Find(inputs, workingDirectory, label: null);
            _logs = [.. found.Logs.Where(log => (log.Source & LogSource.Client) != 0)];
        }
        catch (AnalysisException failure)
        {
            throw new ExportException(failure.Message, failure);
        }
        if (_logs.Count == 0)
            throw new ExportException(
                "there is no event log of mgen-client or mgen-peer among the inputs; logs of servers alone are not enough"
            );
        if (_logs.Count > MostFiles)
            throw new ExportException(
                $"there are {_logs.Count:N0} event logs; at most {MostFiles:N0} can be read together: merge some first, as with sort -m"
            );
    }

    /// <summary>Checks that no output overwrites an input.</summary>
    /// <exception cref="ExportException">An output is one of the inputs.</exception>
    public void CheckOutputs(IReadOnlyList<ExportTarget> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        foreach (ExportTarget target in targets)
        {
            if (_logs.Exists(log => log.FullPath == target.Path))
                throw new ExportException($"{target.Path} is an input: an output may not write over it");
        }
    }

    /// <summary>The progress. May be read from any thread.</summary>
    public LogProgress Progress => new(Interlocked.Read(ref _bytesRead), _logs.Sum(log => log.Bytes));

    /// <summary>Receives an event of a log.</summary>
    public delegate void EventTaker(in LogEvent item);

    /// <summary>Reads all logs to their ends.</summary>
    /// <exception cref="ExportException">A log cannot be opened, or the export refuses an event.</exception>
    /// <exception cref="OperationCanceledException">The caller has requested a stop.</exception>
    public LogAccount Read(ExportRun run, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Read(run.Take, stop);
    }

    /// <summary>Reads all logs to their ends, in order of time.</summary>
    /// <exception cref="ExportException">A log cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The caller has requested a stop.</exception>
    public LogAccount Read(EventTaker take, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(take);
        PriorityQueue<OpenLog, (long Time, int File)> heads = new();
        List<OpenLog> logs = [];
        try
        {
            foreach ((int number, LogFile file) in _logs.Index())
            {
                OpenLog log = new(this, file, number);
                logs.Add(log);
                if (log.TryRead())
                    heads.Enqueue(log, log.Head);
            }
            Drain(heads, take, stop);
        }
        finally
        {
            foreach (OpenLog log in logs)
                log.Dispose();
        }
        return new LogAccount(_logs.Count, _lines, _rejected, _problems);
    }

    private static void Drain(
        PriorityQueue<OpenLog, (long Time, int File)> heads,
        EventTaker take,
        CancellationToken stop
    )
    {
        bool isOpen = heads.TryDequeue(out OpenLog? log, out _);
        for (long count = 1; isOpen; count++)
        {
            if (count % EventsBetweenLooks == 0)
                stop.ThrowIfCancellationRequested();
            take(log!.Event);
            if (!log.TryRead())
                isOpen = heads.TryDequeue(out log, out _);
            else if (heads.TryPeek(out _, out (long, int) next) && next.CompareTo(log.Head) < 0)
                log = heads.EnqueueDequeue(log, log.Head);
        }
    }

    private void Report(string problem)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(problem);
    }

    /// <summary>An open log and its next event.</summary>
    private sealed class OpenLog : IDisposable
    {
        private readonly LogExport _owner;
        private readonly LogFile _file;
        private readonly Stream? _stream;
        private readonly EventLogReader? _reader;
        private LogEvent _event;

        public OpenLog(LogExport owner, LogFile file, int number)
        {
            _owner = owner;
            _file = file;
            Number = number;
            try
            {
                _stream = LogOpener.Open(file, bytes => Interlocked.Add(ref owner._bytesRead, bytes));
                _reader = new EventLogReader(_stream, Reject, file.Source);
            }
            catch (Exception failure) when (LogOpener.IsInputFailure(failure))
            {
                throw new ExportException($"{file.Path}: {failure.Message}", failure);
            }
        }

        public int Number { get; }

        public ref readonly LogEvent Event => ref _event;

        /// <summary>The order of the current event: its time, then the file.</summary>
        public (long Time, int File) Head => (_event.UnixNanoseconds, Number);

        /// <summary>
        /// Reads the next event. A truncated or damaged rest of the file is reported and treated as the end.
        /// </summary>
        public bool TryRead()
        {
            bool hasEvent = false;
            try
            {
                hasEvent = _reader!.TryRead(out _event);
            }
            catch (Exception failure) when (LogOpener.IsInputFailure(failure))
            {
                _owner._rejected++;
                _owner.Report($"{_file.Path}: {failure.Message}");
            }
            if (!hasEvent)
                _owner._lines += _reader!.LinesRead;
            return hasEvent;
        }

        public void Dispose() => _stream?.Dispose();

        private void Reject(RejectedLine line)
        {
            _owner._rejected++;
            _owner.Report($"{_file.Path}:{line.LineNumber}: {line.Reason}: {line.Text}");
        }
    }
}
