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
using MGen.SwarmHosting;

namespace MGen.Demo;

/// <summary>
/// One run: (1) start the deployment → (2) connect the users → (3) wait until all are registered → (4) wake them up and
/// let them talk → (5) stop sending and wait for outstanding messages → (6) stop everything → (7) analyse the setup.Logs.
/// </summary>
internal sealed class DemoRun(DemoSetup setup)
{
    /// <summary>The time limit for registration. On two busy processors 1,000 users take some seconds.</summary>
    private static readonly TimeSpan RegistrationLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopping run waits for outstanding messages.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How often is checked whether all users are registered, or all messages have arrived.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    private readonly ProgramWorld _world = setup.World;
    private readonly DeliveryWatch _watch = new(setup.Population, setup.World.Clock);

    /// <summary>Executes the run.</summary>
    /// <returns>
    /// The report; <c>null</c> if users could not register or the live page cannot be served, which is reported on
    /// stderr.
    /// </returns>
    public async Task<DemoReport?> RunAsync()
    {
        long startedAt = _world.Clock.GetTimestamp();
        await using Deployment deployment = await StartAsync(); // (1)
        DemoIdentity identity = new(
            setup.Seed,
            setup.Population,
            setup.Arguments.Deployment,
            deployment.Engine,
            setup.Arguments.Duration,
            _world.HostName
        );
        using RunReadings readings = new(identity, deployment, _watch, _world.Clock);
        await using LiveServer? page = setup.Arguments.Web is { } address
            ? await LiveServer.StartAsync(_world, address, setup.Arguments.Quiet, readings.Subject, readings.Current)
            : null;
        if (setup.Arguments.Web is not null && page is null)
            return null;
        Task showing = setup.Arguments.Quiet ? Task.CompletedTask : Terminal.ShowAsync(_world, readings, _watch);
        deployment.Swarm.Start(); // (2)
        bool isComplete = await WaitAsync( // (3)
            () => deployment.Ready >= setup.Population.Conversations,
            RegistrationLimit,
            _world.Stop
        );
        TimeSpan startTime = _world.Clock.GetElapsedTime(startedAt);
        if (isComplete)
            await TalkAsync(deployment, readings); // (4)
        TimeSpan talkTime = readings.Talked;
        readings.Dispose();
        // Ends with the readings: the live view must be gone before anything else is printed.
        await showing;
        bool wasInterrupted = _world.Stop.IsCancellationRequested;
        if (!isComplete && !wasInterrupted)
            return await RefuseAsync(deployment.Ready);

        page?.Stopping(talkTime);
        long stoppedAt = _world.Clock.GetTimestamp();
        LedgerSnapshot totals = await StopAsync(deployment.Swarm); // (5)
        await deployment.StopAsync(); // (6)
        await setup.Logs.CloseAsync();
        long lines = setup.Logs.LinesWritten + (deployment.Cluster?.LogLines ?? 0);
        DemoOutcome outcome = new(
            identity,
            (startTime, talkTime, _world.Clock.GetElapsedTime(stoppedAt)),
            wasInterrupted,
            totals,
            SelfPart.From(totals, lines, setup.Logs.LinesLost), // before the analysis, which has collections of its own
            await AnalyzeAsync(), // (7)
            setup.Logs.FullPath,
            setup.Logs.HasDiagnostics,
            deployment.Cluster?.EndedByThemselves ?? [],
            _watch.Kills
        );
        DemoReport report = new(outcome);
        if (page is not null)
            await page.EndAsync(report.Verdict.Word);
        return report;
    }

    /// <summary>Starts the servers or peers that pass the messages on.</summary>
    /// <exception cref="OperationCanceledException">
    /// A signal ended the start. Any exception after it counts as its consequence: Orleans throws several.
    /// </exception>
    private async Task<Deployment> StartAsync()
    {
        // Processes take some seconds to start, and there is nothing else to show yet.
        if (setup.Arguments is { Quiet: false, Deployment: DeploymentKind.Cluster })
            await _world.Error.WriteLineAsync(
                $"starting {LocalCluster.OfEachKind} silos and {LocalCluster.OfEachKind} gateways ..."
            );
        try
        {
            return await Deployment.StartAsync(setup, _watch, RegistrationLimit + Grace);
        }
        catch (Exception failure) when (_world.Stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("a signal ended the start", failure, _world.Stop);
        }
    }

    private async Task TalkAsync(Deployment deployment, RunReadings readings)
    {
        deployment.Swarm.WakeUp();
        readings.Begin();
        Task talking = Task.Delay(setup.Arguments.Duration, _world.Clock, _world.Stop);
        Task killing = deployment.Cluster is { } cluster
            ? new KillDrill(cluster, _watch, _world.Clock).RunAsync(setup.Arguments.Duration, _world.Stop)
            : Task.CompletedTask;
        try
        {
            // Both to the end: a drill that ends early must not end the talk.
            await Task.WhenAll(talking, killing);
        }
        catch (OperationCanceledException) when (_world.Stop.IsCancellationRequested)
        {
            // A signal ends the run early, in an orderly way.
        }
    }

    private async Task<DemoReport?> RefuseAsync(long registered)
    {
        await _world.Error.WriteLineAsync(
            $"mgen-demo: only {QuantityText.Count(registered)} of {QuantityText.Count(setup.Population.Conversations)} members had registered after {RegistrationLimit.TotalSeconds} s; use fewer --users. Logs: {setup.Logs.FullPath}"
        );
        return null;
    }

    /// <summary>Stops sending and lets outstanding messages arrive.</summary>
    private async Task<LedgerSnapshot> StopAsync(Swarm swarm)
    {
        long begunAt = _world.Clock.GetTimestamp();
        swarm.StopSending();
        // A pause after a kill is longer than the quiet second after which a stopping swarm closes its connections.
        await WaitAsync(() => _watch.IsSettled, Grace, CancellationToken.None);
        TimeSpan left = Grace - _world.Clock.GetElapsedTime(begunAt);
        return await swarm.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <returns>Whether the condition has become true; if not, the limit has passed or the run is to stop.</returns>
    private async Task<bool> WaitAsync(Func<bool> isSo, TimeSpan limit, CancellationToken stop)
    {
        long begunAt = _world.Clock.GetTimestamp();
        while (!isSo() && _world.Clock.GetElapsedTime(begunAt) < limit && !stop.IsCancellationRequested)
            await Task.Delay(CheckInterval, _world.Clock, CancellationToken.None);
        return isSo();
    }

    /// <summary>Determines the fates of the messages from the logs, which are complete.</summary>
    private Task<AnalysisResult> AnalyzeAsync() =>
        Task.Run(() =>
            RunAnalyzer.Analyze(
                [setup.Logs.FullPath],
                setup.Logs.FullPath,
                new AnalysisOptions(),
                null,
                CancellationToken.None
            )
        );
}

/// <summary>What a run is made from.</summary>
/// <param name="World">The program's environment.</param>
/// <param name="Arguments">The command line.</param>
/// <param name="Population">The users and their groups.</param>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Logs">The directory of event logs.</param>
internal sealed record DemoSetup(
    ProgramWorld World,
    DemoArguments Arguments,
    DemoPopulation Population,
    ulong Seed,
    LogFolder Logs
);

/// <summary>What is needed to repeat a run.</summary>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Population">The users and their groups.</param>
/// <param name="Deployment">What carries the messages.</param>
/// <param name="Engine">The implementation of TLS; <c>none</c> between peers.</param>
/// <param name="Duration">How long users are to talk.</param>
/// <param name="Host">The machine.</param>
internal sealed record DemoIdentity(
    ulong Seed,
    DemoPopulation Population,
    DeploymentKind Deployment,
    string Engine,
    TimeSpan Duration,
    string Host
)
{
    /// <summary>What carries the messages, for people.</summary>
    public string CarriedBy => Deployment == DeploymentKind.Peers ? "peer to peer" : $"TLS by {Engine}";
}
