using System.Globalization;
using MGen.Cli;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.SwarmHosting;

/// <summary>One run of a swarm, from its start to the exit code, with its texts on stderr.</summary>
/// <param name="world">The program's environment.</param>
/// <param name="arguments">The arguments.</param>
/// <param name="program">The program's name.</param>
/// <param name="provenance">What must be known to repeat the run.</param>
/// <param name="users">How many users this process runs.</param>
public sealed class SwarmRun(
    ProgramWorld world,
    RunArguments arguments,
    string program,
    RunProvenance provenance,
    int users
)
{
    /// <summary>How long a stopping run waits at most for frames, receipts and attachments in flight.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly RunPage? _page = arguments.Dashboard is null
        ? null
        : new RunPage(world, arguments, program, provenance);

    /// <summary>
    /// Observes the swarm for the live page. The caller passes it in the swarm's options; <c>null</c> without a page.
    /// </summary>
    public IConversationObserver? Observer => _page;

    /// <summary>Runs the swarm to the end and prints the summary.</summary>
    /// <param name="swarm">The swarm, not started.</param>
    /// <param name="log">The log of the conversations.</param>
    /// <param name="writer">The writer of that log; disposed at the end.</param>
    /// <param name="transport">The transport of the messages, for the start line.</param>
    public async Task<ExitCode> RunAsync(Swarm swarm, ClientLog log, EventLogWriter writer, string transport)
    {
        ArgumentNullException.ThrowIfNull(swarm);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(writer);
        await using RunPage? page = _page;
        // Before the first line of the log: a run that was asked for a page must not start without one.
        if (page is not null && !await page.StartAsync(swarm))
            return ExitCode.CouldNotStart;
        await PrintAsync($"start     {provenance}   {transport}");
        log.Opened();
        RunFacts facts = new(
            program,
            provenance,
            arguments.Shard.ToString(),
            users,
            transport,
            world.HostName,
            world.Clock.GetUtcNow()
        );
        // Frees the garbage of reading the configurations (0.25 of 2.2 MB for one user), which a small process might
        // never collect.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long startedAt = world.Clock.GetTimestamp();
        swarm.Start();
        bool wasInterrupted = await WaitForEndAsync(swarm);
        TimeSpan lasted = world.Clock.GetElapsedTime(startedAt);
        page?.Stopping(lasted);
        LedgerSnapshot ledger = await swarm.StopAsync(Grace);
        await writer.DisposeAsync(); // LinesLost is final only afterwards
        RunVerdict verdict = RunVerdict.For(
            ledger,
            lasted,
            writer.LinesLost,
            isCutShort: wasInterrupted && arguments.Duration is not null
        );
        RunSummary summary = new(verdict, lasted, provenance, ledger, writer.LinesLost);
        await PrintAsync(summary.ToString());
        SummaryDocument document = SummaryDocument.From(facts, verdict, lasted, ledger, writer, summary.Warnings);
        bool isWritten =
            arguments.SummaryFile is not { } file || await WriteSummaryAsync(world, program, file, document.ToJson());
        if (page is not null)
            await page.EndAsync(verdict.Word);
        return isWritten ? verdict.Code : ExitCode.CouldNotStart;
    }

    /// <summary>Writes a summary to a file.</summary>
    /// <returns><c>false</c> if it cannot be written, such as to a full disk; stderr then says why.</returns>
    public static async Task<bool> WriteSummaryAsync(ProgramWorld world, string program, string file, string json)
    {
        ArgumentNullException.ThrowIfNull(world);
        try
        {
            await File.WriteAllTextAsync(Path.GetFullPath(file, world.WorkingDirectory), json);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await world.Error.WriteLineAsync($"{program}: cannot write {file}: {failure.Message}");
            return false;
        }
    }

    /// <returns>Whether a signal ended the run.</returns>
    private async Task<bool> WaitForEndAsync(Swarm swarm)
    {
        // If the event log is on the same terminal, its lines would interleave with the progress line.
        bool isQuiet = arguments.Quiet || !world.ErrorIsTerminal || world.OutputIsTerminal;
        using ProgressLine progress = new(world, () => FormatProgress(swarm.Snapshot()), isQuiet);
        using NoConnectionNotice notice = new(world, program, swarm);
        try
        {
            await WaitAsync(arguments.Duration ?? Timeout.InfiniteTimeSpan, swarm.Clock);
            return false;
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            return true;
        }
    }

    private static string FormatProgress(LedgerSnapshot now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"conversations {now.Conversations:N0}   links {now.LinksOpen:N0}   sent {now.MessagesSent:N0}   received {now.MessagesReceived:N0}   receipts {now.ReceiptsReceived:N0}"
        );

    /// <summary>Waits one day at a time, because a timer accepts at most 49 days.</summary>
    private async Task WaitAsync(TimeSpan duration, TimeProvider clock)
    {
        TimeSpan piece = TimeSpan.FromDays(1);
        TimeSpan left = duration;
        for (; left > piece; left -= piece)
            await Task.Delay(piece, clock, world.Stop);
        await Task.Delay(left, clock, world.Stop);
        await Task.Yield(); // the end of a run may block, so it must not continue on a thread of the clock's timers
    }

    private Task PrintAsync(string text) => arguments.Quiet ? Task.CompletedTask : world.Error.WriteLineAsync(text);
}

/// <summary>
/// Prints once on stderr why nothing connects, if attempts have failed and no connection was ever established.
/// </summary>
internal sealed class NoConnectionNotice : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Action<string> _write;
    private readonly Swarm _swarm;
    private readonly ITimer _timer;
    private bool _isOver;

    /// <summary>Starts to read the counters, once a second.</summary>
    /// <param name="world">Provides stderr.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="swarm">The swarm. Its timers may run on an event loop, where nothing may block.</param>
    public NoConnectionNotice(ProgramWorld world, string program, Swarm swarm)
    {
        _write = EventLogOption.CreateReporter(world, program);
        _swarm = swarm;
        _timer = swarm.Clock.CreateTimer(_ => Poll(), null, PollInterval, PollInterval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Poll()
    {
        if (_isOver)
            return;
        bool hasConnected = _swarm.HasConnected;
        string? failure = _swarm.FirstFailure;
        if (!hasConnected && failure is not null)
            // On the pool: the timer may run on the event loop, and stderr may block.
            ThreadPool.UnsafeQueueUserWorkItem(_write, $"nothing has connected yet: {failure}", preferLocal: false);
        _isOver = hasConnected || failure is not null;
        if (_isOver)
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
