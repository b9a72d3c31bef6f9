using System.Globalization;
using MGen.Cli;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>One run of a swarm, from its start to the exit code; what is around it on stderr, too.</summary>
/// <param name="world">The outside.</param>
/// <param name="arguments">How to run.</param>
/// <param name="program">The program's name.</param>
/// <param name="identity">Which run it is.</param>
/// <param name="users">How many users this process runs.</param>
public sealed class SwarmRun(
    ProgramWorld world,
    RunArguments arguments,
    string program,
    RunIdentity identity,
    int users
)
{
    /// <summary>How long a stopping run waits for what is on its way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly RunPage? _page = arguments.Dashboard is null
        ? null
        : new RunPage(world, arguments, program, identity);

    /// <summary>Observes the swarm for the live page: an option of the swarm; <c>null</c> without a page.</summary>
    public IConversationObserver? Observer => _page;

    /// <summary>Runs to the end, and tells how it went.</summary>
    /// <param name="swarm">Made, and not started.</param>
    /// <param name="log">Where the conversations log.</param>
    /// <param name="writer">Writes that log; closed at the end.</param>
    /// <param name="carriage">What carries the messages, for the start line.</param>
    public async Task<ExitCode> RunAsync(Swarm swarm, ClientLog log, EventLogWriter writer, string carriage)
    {
        ArgumentNullException.ThrowIfNull(swarm);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(writer);
        await using RunPage? page = _page;
        if (page is not null && !await page.StartAsync(swarm))
            return ExitCode.CouldNotStart;
        await TellAsync($"start     {identity}   {carriage}");
        log.Opened();
        RunFacts facts = new(
            program,
            identity,
            arguments.Shard.ToString(),
            users,
            carriage,
            world.HostName,
            world.Clock.GetUtcNow()
        );
        long startedAt = world.Clock.GetTimestamp();
        swarm.Start();
        bool wasInterrupted = await WaitForEndAsync(swarm);
        TimeSpan lasted = world.Clock.GetElapsedTime(startedAt);
        page?.Stopping(lasted);
        LedgerSnapshot ledger = await swarm.StopAsync(Grace);
        await writer.DisposeAsync();
        RunVerdict verdict = RunVerdict.Of(
            ledger,
            lasted,
            writer.LinesLost,
            isCutShort: wasInterrupted && arguments.Duration is not null
        );
        RunSummary summary = new(verdict, lasted, identity, ledger, writer.LinesLost);
        await TellAsync(summary.ToString());
        if (arguments.SummaryFile is { } file)
            await File.WriteAllTextAsync(
                Path.GetFullPath(file, world.WorkingDirectory),
                SummaryDocument.From(facts, verdict, lasted, ledger, writer, summary.Warnings).ToJson()
            );
        if (page is not null)
            await page.EndAsync(verdict.Word);
        return verdict.Code;
    }

    /// <returns>Whether a signal ended the run.</returns>
    private async Task<bool> WaitForEndAsync(Swarm swarm)
    {
        // On a terminal that shows the event log, too, the line would be torn by the log's.
        bool isQuiet = arguments.Quiet || !world.ErrorIsTerminal || world.OutputIsTerminal;
        using ProgressLine progress = new(world, () => ProgressOf(swarm.Snapshot()), isQuiet);
        using NoConnectionNotice notice = new(world, program, swarm.Snapshot);
        try
        {
            await LastAsync(arguments.Duration ?? Timeout.InfiniteTimeSpan);
            return false;
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            return true;
        }
    }

    private static string ProgressOf(LedgerSnapshot now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"conversations {now.Conversations:N0}   links {now.LinksOpen:N0}   sent {now.MessagesSent:N0}   received {now.MessagesReceived:N0}   receipts {now.ReceiptsReceived:N0}"
        );

    /// <summary>Waits in pieces, for a timer takes 49 days at most.</summary>
    private async Task LastAsync(TimeSpan duration)
    {
        TimeSpan piece = TimeSpan.FromDays(1);
        for (TimeSpan left = duration; left > piece; left -= piece)
            await Task.Delay(piece, world.Clock, world.Stop);
        await Task.Delay(
            duration < TimeSpan.Zero ? duration : TimeSpan.FromTicks(duration.Ticks % piece.Ticks),
            world.Clock,
            world.Stop
        );
    }

    private Task TellAsync(string text) => arguments.Quiet ? Task.CompletedTask : world.Error.WriteLineAsync(text);
}
