using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.Demo.Carriages;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Demo.Results;
using MGen.Demo.Views;
using MGen.LivePage;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.Demo;

/// <summary>
/// One run: (1) start the carriage → (2) connect the users → (3) wait until all are registered → (4) wake them up and
/// let them talk → (5) stop sending and wait for outstanding messages → (6) stop everything → (7) report.
/// </summary>
internal sealed class DemoRun(
    ProgramWorld world,
    DemoArguments arguments,
    Population population,
    ulong seed,
    LogFolder logs
)
{
    /// <summary>The time limit for registration. On two busy processors 1,000 users take some seconds.</summary>
    private static readonly TimeSpan RegistrationLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopping run waits for outstanding messages.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly MessageLedger _ledger = new(population, world.Clock)
    {
        DeliveryTimes = arguments.Web is null
            ? null
            : new RecentTimes("delivery: from a message's creation to a member"),
    };
    private readonly RecentEvents _recent = new(population, world.Clock);

    /// <summary>Executes the run.</summary>
    /// <returns>
    /// The report; <c>null</c> if users could not register or the live page cannot be served, which is reported on
    /// stderr.
    /// </returns>
    public async Task<DemoReport?> RunAsync()
    {
        long startedAt = world.Clock.GetTimestamp();
        CarriageContext context = new(
            population,
            seed,
            logs,
            new Observers(_ledger, _recent),
            RegistrationLimit + Grace,
            arguments.Engine,
            world.Clock,
            world.Stop
        );
        await AnnounceAsync();
        await using ICarriage carriage = await StartAsync(context); // (1)
        DemoIdentity identity = new(
            ProgramVersion.Text,
            seed,
            population,
            arguments.Carriage,
            carriage.Engine,
            arguments.Duration
        )
        {
            Host = world.HostName,
        };
        DemoProgress progress = new(carriage, _ledger, world.Clock);
        await using WebView? page = arguments.Web is null ? null : new WebView(identity, progress, _ledger, _recent);
        if (page is not null && !await page.StartAsync(world, arguments.Web!, arguments.Quiet))
            return null;
        Task showing = ShowAsync(progress, identity);
        carriage.Swarm.Start(); // (2)
        // (3)
        bool isComplete = await progress.WaitForEveryoneAsync(population.Conversations, RegistrationLimit, world.Stop);
        TimeSpan startTime = world.Clock.GetElapsedTime(startedAt);
        if (isComplete)
            await TalkAsync(carriage, progress); // (4)
        TimeSpan talkTime = progress.Talked ?? TimeSpan.Zero;
        progress.Dispose();
        await showing;
        if (!isComplete && !world.Stop.IsCancellationRequested)
            return await RefuseAsync(carriage.Ready);

        bool wasInterrupted = world.Stop.IsCancellationRequested;
        page?.Stopping(talkTime);
        long stoppedAt = world.Clock.GetTimestamp();
        LedgerSnapshot totals = await StopAsync(carriage.Swarm); // (5)
        await carriage.StopAsync(); // (6)
        await logs.CloseAsync();
        DemoReport report = ReportBuilder.Build(
            new DemoOutcome // (7)
            {
                Identity = identity,
                StartTime = startTime,
                TalkTime = talkTime,
                StopTime = world.Clock.GetElapsedTime(stoppedAt),
                WasInterrupted = wasInterrupted,
                Fates = _ledger.Counts,
                Losses = carriage.Inquire(_ledger, totals),
                Swarm = totals,
                Gc = (GC.GetTotalPauseDuration(), GC.CollectionCount(0)),
                LogDirectory = logs.FullPath,
                LogLines = (logs.LinesWritten + carriage.ForeignLogLines, logs.LinesLost),
                HasDiagnostics = logs.HasDiagnostics,
                Cluster = carriage.Cluster,
                Kills = _ledger.Kills,
            }
        );
        if (page is not null)
            await page.EndAsync(report.Verdict);
        return report;
    }

    /// <summary>Starts what carries the messages.</summary>
    /// <exception cref="OperationCanceledException">
    /// A signal ended the start. Any exception after it counts as its consequence: Orleans throws several.
    /// </exception>
    private async Task<ICarriage> StartAsync(CarriageContext context)
    {
        try
        {
            return await Carriage.StartAsync(arguments.Carriage, context);
        }
        catch (Exception failure) when (world.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("a signal ended the start", failure, world.Stop);
        }
    }

    /// <summary>Announces that processes take some seconds to start, since there is nothing else to show yet.</summary>
    private Task AnnounceAsync() =>
        arguments.Quiet || arguments.Carriage != CarriageKind.Cluster
            ? Task.CompletedTask
            : world.Error.WriteLineAsync(
                $"starting {LocalCluster.OfEachKind} silos and {LocalCluster.OfEachKind} gateways ..."
            );

    private Task ShowAsync(DemoProgress progress, DemoIdentity identity)
    {
        if (arguments.Quiet)
            return Task.CompletedTask;
        IProgressView view = LiveView.IsPossible(world)
            ? new LiveView(world, identity, _recent)
            : new PlainLines(world.Error, identity);
        return view.ShowAsync(progress.SnapshotsAsync());
    }

    private async Task TalkAsync(ICarriage carriage, DemoProgress progress)
    {
        carriage.Swarm.WakeUp();
        progress.Begin();
        Task talking = Task.Delay(arguments.Duration, world.Clock, world.Stop);
        try
        {
            await Task.WhenAll(talking, carriage.DisturbAsync(arguments.Duration, _ledger, world.Stop));
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            // A signal ends the run early, in an orderly way.
        }
    }

    private async Task<DemoReport?> RefuseAsync(long registered)
    {
        await world.Error.WriteLineAsync(
            $"mgen-demo: only {Units.Count(registered)} of {Units.Count(population.Conversations)} members had registered after {RegistrationLimit.TotalSeconds} s; take fewer --users. Logs: {logs.FullPath}"
        );
        return null;
    }

    /// <summary>Stops sending and lets outstanding messages arrive.</summary>
    private async Task<LedgerSnapshot> StopAsync(Swarm swarm)
    {
        long begunAt = world.Clock.GetTimestamp();
        swarm.StopSending();
        Task settled = _ledger.SettleAsync();
        await Task.WhenAny(settled, Task.Delay(Grace, world.Clock));
        TimeSpan left = Grace - world.Clock.GetElapsedTime(begunAt);
        return await swarm.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
