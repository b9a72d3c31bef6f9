using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Demo.Results;
using MGen.Demo.Views;
using MGen.LivePage;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.Demo;

/// <summary>
/// One run: (1) start the deployment → (2) connect the users → (3) wait until all are registered → (4) wake them up and
/// let them talk → (5) stop sending and wait for outstanding messages → (6) stop everything → (7) analyse the logs.
/// </summary>
internal sealed class DemoRun(
    ProgramWorld world,
    DemoArguments arguments,
    DemoPopulation population,
    ulong seed,
    LogFolder logs
)
{
    /// <summary>The time limit for registration. On two busy processors 1,000 users take some seconds.</summary>
    private static readonly TimeSpan RegistrationLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopping run waits for outstanding messages.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SettleCheckInterval = TimeSpan.FromMilliseconds(20);

    private readonly DeliveryWatch _watch = new(population, world.Clock)
    {
        DeliveryTimes = arguments.Web is null
            ? null
            : new RecentTimes("delivery: from a message's creation to a member"),
    };

    /// <summary>Executes the run.</summary>
    /// <returns>
    /// The report; <c>null</c> if users could not register or the live page cannot be served, which is reported on
    /// stderr.
    /// </returns>
    public async Task<DemoReport?> RunAsync()
    {
        long startedAt = world.Clock.GetTimestamp();
        RecentEvents recent = new(population, _watch);
        DeploymentContext context = new(
            population,
            seed,
            logs,
            recent,
            RegistrationLimit + Grace,
            arguments.Engine,
            world.Clock,
            world.Stop
        );
        await AnnounceAsync();
        await using IDeployment deployment = await StartAsync(context); // (1)
        DemoIdentity identity = new(
            ProgramVersion.Text,
            seed,
            population,
            arguments.Deployment,
            deployment.Engine,
            arguments.Duration
        )
        {
            Host = world.HostName,
        };
        DemoProgress progress = new(deployment, _watch, world.Clock);
        await using WebView? page = arguments.Web is null ? null : new WebView(identity, progress, _watch, recent);
        if (page is not null && !await page.StartAsync(world, arguments.Web!, arguments.Quiet))
            return null;
        Task showing = ShowAsync(progress, identity, recent);
        deployment.Swarm.Start(); // (2)
        // (3)
        bool isComplete = await progress.WaitForEveryoneAsync(population.Conversations, RegistrationLimit, world.Stop);
        TimeSpan startTime = world.Clock.GetElapsedTime(startedAt);
        if (isComplete)
            await TalkAsync(deployment, progress); // (4)
        TimeSpan talkTime = progress.Talked ?? TimeSpan.Zero;
        progress.Dispose();
        // Ends with the snapshots: the live view must be gone before anything else is printed.
        await showing;
        if (!isComplete && !world.Stop.IsCancellationRequested)
            return await RefuseAsync(deployment.Ready);

        DemoReport report = ReportBuilder.Build(await StopAsync(deployment, identity, startTime, talkTime, page));
        if (page is not null)
            await page.EndAsync(report.Verdict.ToLowerInvariant());
        return report;
    }

    /// <summary>Starts the servers or peers that pass the messages on.</summary>
    /// <exception cref="OperationCanceledException">
    /// A signal ended the start. Any exception after it counts as its consequence: Orleans throws several.
    /// </exception>
    private async Task<IDeployment> StartAsync(DeploymentContext context)
    {
        try
        {
            return await Deployment.StartAsync(arguments.Deployment, context);
        }
        catch (Exception failure) when (world.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("a signal ended the start", failure, world.Stop);
        }
    }

    /// <summary>Announces that processes take some seconds to start, since there is nothing else to show yet.</summary>
    private Task AnnounceAsync() =>
        arguments.Quiet || arguments.Deployment != DeploymentKind.Cluster
            ? Task.CompletedTask
            : world.Error.WriteLineAsync(
                $"starting {LocalCluster.OfEachKind} silos and {LocalCluster.OfEachKind} gateways ..."
            );

    private Task ShowAsync(DemoProgress progress, DemoIdentity identity, RecentEvents recent)
    {
        if (arguments.Quiet)
            return Task.CompletedTask;
        IProgressView view = LiveView.IsPossible(world)
            ? new LiveView(world, identity, recent)
            : new PlainLines(world.Error, identity);
        return view.ShowAsync(progress.SnapshotsAsync());
    }

    private async Task TalkAsync(IDeployment deployment, DemoProgress progress)
    {
        deployment.Swarm.WakeUp();
        progress.Begin();
        Task talking = Task.Delay(arguments.Duration, world.Clock, world.Stop);
        try
        {
            // Both to the end: a drill that ends early must not end the talk.
            await Task.WhenAll(talking, deployment.DisturbAsync(arguments.Duration, _watch, world.Stop));
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            // A signal ends the run early, in an orderly way.
        }
    }

    private async Task<DemoReport?> RefuseAsync(long registered)
    {
        await world.Error.WriteLineAsync(
            $"mgen-demo: only {Units.Count(registered)} of {Units.Count(population.Conversations)} members had registered after {RegistrationLimit.TotalSeconds} s; use fewer --users. Logs: {logs.FullPath}"
        );
        return null;
    }

    /// <summary>Stops everything and determines the outcome.</summary>
    private async Task<DemoOutcome> StopAsync(
        IDeployment deployment,
        DemoIdentity identity,
        TimeSpan startTime,
        TimeSpan talkTime,
        WebView? page
    )
    {
        bool wasInterrupted = world.Stop.IsCancellationRequested;
        page?.Stopping(talkTime);
        long stoppedAt = world.Clock.GetTimestamp();
        LedgerSnapshot totals = await StopAsync(deployment.Swarm); // (5)
        await deployment.StopAsync(); // (6)
        await logs.CloseAsync();
        return new DemoOutcome
        {
            Identity = identity,
            StartTime = startTime,
            TalkTime = talkTime,
            StopTime = world.Clock.GetElapsedTime(stoppedAt),
            WasInterrupted = wasInterrupted,
            Gc = (GC.GetTotalPauseDuration(), GC.CollectionCount(0)), // without those of the analysis
            Analysis = await AnalyzeAsync(), // (7)
            Swarm = totals,
            LogDirectory = logs.FullPath,
            LogLines = (logs.LinesWritten + deployment.ForeignLogLines, logs.LinesLost),
            HasDiagnostics = logs.HasDiagnostics,
            Cluster = deployment.Cluster,
            Kills = _watch.Kills,
        };
    }

    /// <summary>Stops sending and lets outstanding messages arrive.</summary>
    private async Task<LedgerSnapshot> StopAsync(Swarm swarm)
    {
        long begunAt = world.Clock.GetTimestamp();
        swarm.StopSending();
        // A pause after a kill is longer than the quiet second after which a stopping swarm closes its connections.
        while (!_watch.IsSettled && world.Clock.GetElapsedTime(begunAt) < Grace)
            await Task.Delay(SettleCheckInterval, world.Clock);
        TimeSpan left = Grace - world.Clock.GetElapsedTime(begunAt);
        return await swarm.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Determines the fates of the messages from the logs, which are complete.</summary>
    private Task<AnalysisResult> AnalyzeAsync() =>
        Task.Run(() =>
            RunAnalyzer.Analyze([logs.FullPath], logs.FullPath, new AnalysisOptions(), null, CancellationToken.None)
        );
}
