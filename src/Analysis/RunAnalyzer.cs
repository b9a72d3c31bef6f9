using System.Runtime.ExceptionServices;
using MGen.Analysis.Inputs;
using MGen.Analysis.Joining;
using MGen.Analysis.Original;
using MGen.Analysis.Reading;
using MGen.Analysis.Records;
using MGen.Analysis.Results;
using MGen.Analysis.Roster;

namespace MGen.Analysis;

/// <summary>
/// Analyses the event logs of one run in two steps: (1) the logs are read, several pieces in parallel; lines are
/// counted, and those about messages are stored as records; (2) sender by sender, the stored records of each message
/// are joined.
/// </summary>
/// <remarks>
/// Memory: <see cref="AnalysisOptions.BufferBytes"/>; about 110 bytes per (user, group); per thread, 32 bytes for each
/// record of the largest of 64 partitions. The original's files need in addition 16 bytes per message of a log sent
/// within a day and, per thread, 32 bytes per message or receipt in a piece of a log. No log is held as a whole.
/// Records beyond the buffer go to files: about a quarter of the uncompressed logs' size.
/// </remarks>
public static class RunAnalyzer
{
    /// <summary>Analyses one run.</summary>
    /// <param name="inputs">
    /// The logs: files (plain, <c>.gz</c>, <c>.xz</c>), directories of such files, run directories of the Shadow
    /// simulator or of <c>mgen-demo</c>. Together they are one run, however many machines or shards wrote them.
    /// </param>
    /// <param name="workingDirectory">The directory to which relative paths refer.</param>
    /// <param name="options">The rules.</param>
    /// <param name="progress">Called now and then, on any thread; may be <c>null</c>.</param>
    /// <param name="stop">Cancels the analysis.</param>
    /// <exception cref="AnalysisException">An input does not exist or contains no log.</exception>
    /// <exception cref="IOException">The original's files cannot be written, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static AnalysisResult Analyze(
        IReadOnlyList<string> inputs,
        string workingDirectory,
        AnalysisOptions options,
        Action<AnalysisProgress>? progress,
        CancellationToken stop
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(inputs.Count);
        RunInputs run = InputFinder.Find(inputs, workingDirectory, options.Label, stop);
        RunRoster roster = new();
        using RecordStore store = new(options.BufferBytes, options.TempDirectory);
        using OriginalSet? original = options.OriginalDirectory is { } directory
            ? new OriginalSet(directory, RulesOf(run, options))
            : null;

        ProgressReport report = new(progress, run.Logs.Sum(log => log.Bytes), run.Logs.Count);
        RunReader reader = new(roster, store, original, report);
        LogOutcome[] outcomes = reader.Read(run.Logs, options.PieceBytes, options.Parallelism, stop);
        original?.Complete();
        if (reader.Tally.LastNanoseconds < reader.Tally.FirstNanoseconds)
            throw new AnalysisException(NothingRead(run.Logs, outcomes));

        IReadOnlyList<Conversation> strangers = roster.SetStrangersAside();
        TimeWindow window = TimeWindow.From(reader.Tally, options);
        JoinTally joined = JoinAll(roster, store, window.ToRules(options.Timeout), options.Parallelism, stop);
        return ResultBuilder.Build(new ResultParts(run, options, window, reader, outcomes, roster, strangers, joined));
    }

    private static OriginalRules RulesOf(RunInputs run, AnalysisOptions options) =>
        new(
            ShadowConfig.EpochUnixSeconds + (options.Warmup ?? TimeWindow.SimulatedWarmup).TotalSeconds,
            options.Timeout.TotalSeconds,
            run.Bootstraps
        );

    private static JoinTally JoinAll(
        RunRoster roster,
        RecordStore store,
        JoinRules rules,
        int parallelism,
        CancellationToken stop
    )
    {
        int[] ranks = roster.RanksByUser();
        int largest = store.Partitions.Max(partition => partition.Count);
        JoinTally total = new();
        int next = -1;
        void JoinSome(CancellationToken token)
        {
            JoinTally own = new();
            PartitionJoin join = new(roster, ranks, rules, largest, own);
            for (
                int i = Interlocked.Increment(ref next);
                i < store.Partitions.Count;
                i = Interlocked.Increment(ref next)
            )
            {
                token.ThrowIfCancellationRequested();
                join.Join(store.Partitions[i]);
            }
            lock (total)
                total.Add(own);
        }
        Workers.Run(parallelism, JoinSome, stop);
        return total;
    }

    private static string NothingRead(IReadOnlyList<LogFile> logs, LogOutcome[] outcomes)
    {
        string[] reasons =
        [
            .. outcomes
                .Take(10)
                .Select(outcome =>
                    outcome switch
                    {
                        { File.Failure: { } failure } => $"{outcome.File.Path}: {failure}",
                        { Rejected.Samples: [var first, ..] } =>
                            $"{first.File}:{first.Line}: {first.Reason}: {first.Text}",
                        _ => $"{outcome.File.Path}: is empty",
                    }
                ),
        ];
        return $"no line of {logs.Count} file{(logs.Count == 1 ? "" : "s")} is one of an event log\n{string.Join('\n', reasons)}";
    }
}

/// <summary>The progress of an analysis.</summary>
/// <param name="BytesRead">Bytes read so far, as stored on disk.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="FilesRead">Files read completely.</param>
/// <param name="FilesTotal">Files.</param>
public readonly record struct AnalysisProgress(long BytesRead, long BytesTotal, int FilesRead, int FilesTotal);

/// <summary>
/// Runs the same work on several dedicated threads. The work computes for long and blocks, so it must not occupy
/// threads of the pool.
/// </summary>
internal static class Workers
{
    /// <summary>
    /// Runs <paramref name="work"/> on <paramref name="count"/> threads until all have ended; if one fails, the others
    /// are cancelled.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static void Run(int count, Action<CancellationToken> work, CancellationToken stop)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? failure = null;
        void Work()
        {
            try
            {
                work(ended.Token);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
                ended.Cancel();
            }
        }
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        failure?.Throw();
    }
}
