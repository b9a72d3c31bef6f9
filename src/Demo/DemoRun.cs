using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Demo.Results;
using MGen.Demo.Views;
using MGen.LivePage;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;

namespace MGen.Demo;

/// <summary>
/// One run: (1) start the deployment → (2) connect the users → (3) wait until all are registered → (4) wake them up and
/// let them talk → (5) stop sending and wait for outstanding messages → (6) stop everything → (7) analyse the logs.
/// </summary>
internal sealed class DemoRun(ProgramWorld world, DemoIdentity planned, LogFolder logs)
{
    /// <summary>The time limit for registration. On two busy processors 1,000 users take some seconds.</summary>
    private static readonly TimeSpan RegistrationLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopping run waits for outstanding messages.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How often the run checks whether all users are registered, or all messages have arrived.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    private readonly DeliveryWatch _watch = new(planned.Population, world.Clock);

    /// <summary>Executes the run.</summary>
    /// <returns>
    /// The report; <c>null</c> if users could not register or the live page cannot be served. Either is reported on
    /// stderr.
    /// </returns>
    public async Task<DemoReport?> RunAsync()
    {
        long startedAt = world.Clock.GetTimestamp();
        await using Deployment deployment = await StartAsync(); // (1)
        DemoIdentity identity = planned with { Engine = deployment.Engine };
        using RunReadings readings = new(identity, deployment, _watch, world.Clock);
        await using LiveServer? page = planned.Arguments.Web is { } address
            ? await LiveServer.StartAsync(world, address, planned.Arguments.Quiet, readings.Subject, readings.Current)
            : null;
        if (planned.Arguments.Web is not null && page is null)
            return null;
        Task showing = planned.Arguments.Quiet ? Task.CompletedTask : Terminal.ShowAsync(world, readings, _watch);
        deployment.Swarm.Start(); // (2)
        bool isComplete = await WaitAsync( // (3)
            () => deployment.Ready >= planned.Population.Conversations,
            RegistrationLimit,
            world.Stop
        );
        TimeSpan startTime = world.Clock.GetElapsedTime(startedAt);
        if (isComplete)
            await TalkAsync(deployment, readings); // (4)
        TimeSpan talkTime = readings.Talked;
        readings.Dispose();
        // Ends with the readings: the live view must be gone before anything else is printed.
        await showing;
        if (!isComplete && !world.Stop.IsCancellationRequested)
            return await RefuseAsync(deployment.Ready);

        page?.Stopping(talkTime);
        DemoReport report = new(await FinishAsync(deployment, identity, startTime, talkTime));
        if (page is not null)
            await page.EndAsync(report.Verdict.Word);
        return report;
    }

    /// <summary>Starts the servers or peers that pass the messages on.</summary>
    /// <exception cref="OperationCanceledException">
    /// A signal ended the start. Any exception after the signal counts as a consequence, because Orleans throws several
    /// types.
    /// </exception>
    private async Task<Deployment> StartAsync()
    {
        // Processes take some seconds to start, and there is nothing else to show yet.
        if (planned.Arguments is { Quiet: false, Deployment: DeploymentKind.Cluster })
            await world.Error.WriteLineAsync(
                $"starting {LocalCluster.OfEachKind} silos and {LocalCluster.OfEachKind} gateways ..."
            );
        try
        {
            return await Deployment.StartAsync(world, planned, logs, _watch, RegistrationLimit + Grace);
        }
        catch (Exception failure) when (world.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("a signal ended the start", failure, world.Stop);
        }
    }

    private async Task TalkAsync(Deployment deployment, RunReadings readings)
    {
        deployment.Swarm.WakeUp();
        readings.Begin();
        Task talking = Task.Delay(planned.Arguments.Duration, world.Clock, world.Stop);
        Task killing = deployment.Cluster is { } cluster
            ? new KillDrill(cluster, _watch, world.Clock).RunAsync(planned.Arguments.Duration, world.Stop)
            : Task.CompletedTask;
        try
        {
            // Waits for both: a drill that ends early must not end the talk, and a drill that ends late prolongs the
            // talk.
            await Task.WhenAll(talking, killing);
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            // A signal ends the run early, in an orderly way.
        }
    }

    private async Task<DemoReport?> RefuseAsync(long registered)
    {
        await world.Error.WriteLineAsync(
            $"mgen-demo: only {QuantityText.Count(registered)} of {QuantityText.Count(planned.Population.Conversations)} members had registered after {RegistrationLimit.TotalSeconds} s; use fewer --users. Logs: {logs.FullPath}"
        );
        return null;
    }

    /// <summary>Stops everything and determines the outcome.</summary>
    private async Task<DemoOutcome> FinishAsync(
        Deployment deployment,
        DemoIdentity identity,
        TimeSpan startTime,
        TimeSpan talkTime
    )
    {
        bool wasInterrupted = world.Stop.IsCancellationRequested;
        long stoppedAt = world.Clock.GetTimestamp();
        LedgerSnapshot totals = await StopAsync(deployment.Swarm); // (5)
        await deployment.StopAsync(); // (6)
        await logs.CloseAsync();
        TimeSpan stopTime = world.Clock.GetElapsedTime(stoppedAt);
        long lines = logs.LinesWritten + (deployment.Cluster?.LogLines ?? 0);
        return new DemoOutcome(
            identity,
            (startTime, talkTime, stopTime),
            wasInterrupted,
            totals,
            SelfPart.From(totals, lines, logs.LinesLost), // before the analysis, which causes garbage collections
            await AnalyzeAsync(), // (7)
            logs.FullPath,
            logs.HasDiagnostics,
            deployment.Cluster?.EndedByThemselves ?? [],
            _watch.Kills
        );
    }

    /// <summary>Stops sending and lets outstanding messages arrive.</summary>
    private async Task<LedgerSnapshot> StopAsync(Swarm swarm)
    {
        long begunAt = world.Clock.GetTimestamp();
        swarm.StopSending();
        // The swarm would close its connections after one quiet second. A pause after a kill is longer, so the run
        // waits here before it stops the swarm.
        await WaitAsync(() => _watch.IsSettled, Grace, CancellationToken.None);
        TimeSpan left = Grace - world.Clock.GetElapsedTime(begunAt);
        return await swarm.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <returns>
    /// Whether the condition has become true. If not, the limit has passed or <paramref name="stop"/> was cancelled.
    /// </returns>
    private async Task<bool> WaitAsync(Func<bool> isSo, TimeSpan limit, CancellationToken stop)
    {
        long begunAt = world.Clock.GetTimestamp();
        while (!isSo() && world.Clock.GetElapsedTime(begunAt) < limit && !stop.IsCancellationRequested)
            await Task.Delay(CheckInterval, world.Clock, CancellationToken.None);
        return isSo();
    }

    /// <summary>Determines the fates of the messages from the logs, which are complete.</summary>
    private Task<AnalysisResult> AnalyzeAsync() =>
        Task.Run(() =>
            RunAnalyzer.Analyze([logs.FullPath], logs.FullPath, new AnalysisOptions(), null, CancellationToken.None)
        );
}

/// <summary>The parameters with which a run is repeated.</summary>
/// <param name="Arguments">The command line.</param>
/// <param name="Population">The users and their groups.</param>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Host">The machine.</param>
/// <param name="Engine">The implementation of TLS, once it has started; <c>none</c> between peers.</param>
internal sealed record DemoIdentity(
    DemoArguments Arguments,
    DemoPopulation Population,
    ulong Seed,
    string Host,
    string Engine = "none"
)
{
    /// <summary>What carries the messages.</summary>
    public DeploymentKind Deployment => Arguments.Deployment;

    /// <summary>The same, for people.</summary>
    public string CarriedBy => Deployment == DeploymentKind.Peers ? "peer to peer" : $"TLS by {Engine}";
}
