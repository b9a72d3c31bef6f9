using MGen.Cli;
using MGen.Export;
using MGen.Population.Statistics;
using MGen.Simulation;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;
using MGen.Simulation.Volumes;
using MGen.Tools.Exporting;
using MGen.Tools.Volumes;

namespace MGen.Tools.Simulating;

/// <summary>One simulation, from valid arguments to the exit code.</summary>
internal sealed class SimulateRun(
    ProgramWorld world,
    SimulateArguments arguments,
    SimulatedUsers users,
    LatencyModel latency
)
{
    private readonly SimulationOptions _options = new()
    {
        Seed = arguments.Seed!.Value,
        Duration = arguments.Duration,
        Grace = arguments.Grace,
        Latency = latency,
        Threads = arguments.Threads,
        StaggerScale = arguments.StaggerScale,
        ConnectTime = arguments.ConnectTime,
        RegistrationPhase = arguments.Registration,
        AttachmentBytesPerSecond = arguments.AttachmentBytesPerSecond,
        Epoch = arguments.Epoch,
        LogExtended = arguments.LogExtended,
        Observed =
            arguments.Export is { Observed.IncludesEverybody: false } export && arguments.LogFile is null
                ? export.Observed.Includes
                : null,
        TemporaryDirectory = arguments.TemporaryDirectory is { } path
            ? Path.GetFullPath(path, world.WorkingDirectory)
            : null,
    };

    public async Task<ExitCode> RunAsync()
    {
        try
        {
            return await SimulateAsync();
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            await SayAsync("interrupted: there is no result");
            return ExitCode.Interrupted;
        }
        catch (ExportException failure)
        {
            await SayAsync(failure.Message);
            return ExitCode.Usage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await SayAsync($"the output cannot be written: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private async Task<ExitCode> SimulateAsync()
    {
        if (
            arguments.LogFile is { } logPath
            && arguments.Export?.Targets.FirstOrDefault(target =>
                target.Path == Path.GetFullPath(logPath, world.WorkingDirectory)
            )
                is { } same
        )
            throw new ExportException($"--export and --log both name {same.Path}");
        if (arguments.StatsOnly)
            return await TellAsync(await SimulateAsync(log: null), linesLost: 0);
        using ExportSink? export = arguments.Export is { } options ? new ExportSink(options) : null;
        if (export is not null && arguments.LogFile is null)
            return await TellAsync(await SimulateAsync(export), linesLost: 0, export);
        await using FileStream? file = arguments.LogFile is { } path
            ? CreateFile(Path.GetFullPath(path, world.WorkingDirectory))
            : null;
        ClientLogSink log = new(
            file ?? world.Output,
            arguments.LogExtended,
            EventLogOption.CreateReporter(world, "mgentools simulate"),
            world.Stop
        );
        Finished finished;
        await using (log)
            finished = await SimulateAsync(export is null ? log : export.Before(log));
        if (log.Failure is { } failure)
            await SayAsync($"the event log could not be written: {failure.Message}");
        return await TellAsync(finished, log.LinesLost, export);
    }

    private async Task<ISimulatedPopulation> MakePopulationAsync()
    {
        using StepProgress progress = new(world, arguments.Quiet);
        progress.Begin("preparing the population");
        return await Task.Run(users.Make);
    }

    private async Task<Finished> SimulateAsync(IEventSink? log)
    {
        ISimulatedPopulation population = await MakePopulationAsync();
        ExpectedVolume? expected = await ForecastAsync(population);
        Simulator simulator = new(population, _options);
        long startedAt = world.Clock.GetTimestamp();
        using (arguments.Quiet ? null : new SimulateProgress(world, simulator, _options.Duration))
        {
            SimulationResult result = await Task.Run(() => simulator.Run(log, world.Stop), CancellationToken.None);
            return new Finished(result, world.Clock.GetElapsedTime(startedAt), expected);
        }
    }

    private async Task<ExitCode> TellAsync(Finished finished, long linesLost, ExportSink? export = null)
    {
        ExportCounts? exported = export?.Complete();
        SimulateReport report = SimulateReport.Of(
            finished.Result,
            _options,
            arguments,
            users.Seed,
            finished.Elapsed,
            linesLost
        ) with
        {
            Exported = exported,
            Expected = finished.Expected,
            Observed =
                _options.Observed is null || exported is null
                    ? null
                    : new ObservedVolume(export!.SentByObserved, exported.Observed),
        };
        string text =
            arguments.Format == OutputFormat.Json
                ? report.ToJson()
                : SimulateSummary.Text(report, users.Seed) + (exported is null ? "" : ExportReport.TextOf(exported));
        if (_options.Observed is not null)
            await SayAsync(
                "warning: only groups with an observed member are simulated: all counts but those of users, groups and conversations are of these, and the volume is of the observed people"
            );
        foreach (string warning in exported?.Warnings ?? [])
            await SayAsync($"warning: {warning}");
        if (arguments.StatsOnly || arguments.LogFile is not null || exported is not null)
            world.WriteOutput(text);
        else if (!arguments.Quiet)
            await world.Error.WriteAsync(text);
        return report.Ok ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    /// <summary>
    /// A population that never goes quiet takes a thousand times as long: its user should know before.
    /// </summary>
    private async Task<ExpectedVolume?> ForecastAsync(ISimulatedPopulation population)
    {
        if (arguments.Quiet && arguments.Format == OutputFormat.Text)
            return null;
        VolumeForecast forecast = await Task.Run(() => VolumeForecast.Create(population, _options.Seed, world.Stop));
        if (arguments.Quiet)
            return forecast.ToExpected();
        await world.Error.WriteAsync(VolumeText.Format(forecast));
        foreach (string warning in forecast.Warnings)
            await world.Error.WriteLineAsync($"warning: {warning}");
        return forecast.ToExpected();
    }

    private Task SayAsync(string message) => world.Error.WriteLineAsync($"mgentools simulate: {message}");

    private static FileStream CreateFile(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.Read);

    private sealed record Finished(SimulationResult Result, TimeSpan Elapsed, ExpectedVolume? Expected);
}
