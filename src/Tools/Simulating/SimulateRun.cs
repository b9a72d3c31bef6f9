using System.Globalization;
using MGen.Cli;
using MGen.EventLog;
using MGen.Export;
using MGen.Population.Behaviours;
using MGen.Population.Statistics;
using MGen.Simulation;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;
using MGen.Simulation.Volumes;
using MGen.Tools.Exporting;

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
            await ReportAsync("interrupted: no result");
            return ExitCode.Interrupted;
        }
        catch (ExportException failure)
        {
            await ReportAsync(failure.Message);
            return ExitCode.Usage;
        }
        catch (TemporaryFilesException failure)
        {
            await ReportAsync($"{failure.Message}; choose another directory with --temp-dir");
            return ExitCode.CouldNotStart;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await ReportAsync($"the output cannot be written: {failure.Message}");
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
            return await PrintAsync(await SimulateAsync(log: null), linesLost: 0);
        using ExportSink? export = arguments.Export is { } options ? new ExportSink(options) : null;
        if (export is not null && arguments.LogFile is null)
            return await PrintAsync(await SimulateAsync(export), linesLost: 0, export);
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
            await ReportAsync($"the event log could not be written: {failure.Message}");
        return await PrintAsync(finished, log.LinesLost, export);
    }

    private async Task<ISimulatedPopulation> CreatePopulationAsync()
    {
        using StepProgress progress = new(world, arguments.Quiet);
        progress.Begin("preparing the population");
        return await Task.Run(users.Create);
    }

    private async Task<Finished> SimulateAsync(IEventSink? log)
    {
        ISimulatedPopulation population = await CreatePopulationAsync();
        ExpectedVolume? expected = await ForecastAsync(population);
        Simulator simulator = new(population, _options);
        long startedAt = world.Clock.GetTimestamp();
        using (arguments.Quiet ? null : new SimulateProgress(world, simulator, _options.Duration))
        {
            SimulationResult result = await Task.Run(() => simulator.Run(log, world.Stop), CancellationToken.None);
            return new Finished(result, world.Clock.GetElapsedTime(startedAt), expected);
        }
    }

    private async Task<ExitCode> PrintAsync(Finished finished, long linesLost, ExportSink? export = null)
    {
        ExportCounts? exported = export?.Complete();
        SimulateReport report = SimulateReport.From(
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
                : SimulateSummary.Text(report, users.Seed)
                    + (exported is null ? "" : ExportReport.FormatCounts(exported));
        if (_options.Observed is not null)
            await ReportAsync(
                "warning: only groups with an observed member are simulated: all counts except those of users, groups and conversations are of these groups, and the volume is that of the observed people"
            );
        foreach (string warning in exported?.Warnings ?? [])
            await ReportAsync($"warning: {warning}");
        if (arguments.StatsOnly || arguments.LogFile is not null || exported is not null)
            world.WriteOutput(text);
        else if (!arguments.Quiet)
            await world.Error.WriteAsync(text);
        if (!report.Ok)
            return ExitCode.CheckFailed;
        return exported is { IsDoubtful: true } ? ExitCode.Doubtful : ExitCode.Ok;
    }

    /// <summary>
    /// Estimates the volume before the simulation, to warn of a population whose bursts never end: its simulation takes
    /// a thousand times as long.
    /// </summary>
    private async Task<ExpectedVolume?> ForecastAsync(ISimulatedPopulation population)
    {
        if (arguments.Quiet && arguments.Format == OutputFormat.Text)
            return null;
        VolumeForecast forecast = await Task.Run(() => VolumeForecast.Create(population, _options.Seed, world.Stop));
        forecast = forecast with { Fitted = users.Fitted };
        if (arguments.Quiet)
            return forecast.ToExpected();
        await world.Error.WriteAsync(VolumeText.Format(forecast));
        foreach (string warning in forecast.Warnings)
            await world.Error.WriteLineAsync($"warning: {warning}");
        return forecast.ToExpected();
    }

    private Task ReportAsync(string message) => world.Error.WriteLineAsync($"mgentools simulate: {message}");

    /// <summary>
    /// Creates a file without a buffer, since the log's writer has one. Closing the file then writes nothing, so
    /// closing cannot fail.
    /// </summary>
    private static FileStream CreateFile(string path) =>
        new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private sealed record Finished(SimulationResult Result, TimeSpan Elapsed, ExpectedVolume? Expected);
}

/// <summary>The simulated users.</summary>
/// <param name="Create">
/// Creates the population. The run calls it, because drawing one takes long and must be interruptible.
/// </param>
/// <param name="Seed">The users' seeds.</param>
internal sealed record SimulatedUsers(Func<ISimulatedPopulation> Create, SeedUse Seed)
{
    /// <summary>The volume of the chats to which their models were fitted; <c>null</c>: unknown.</summary>
    public GroupVolumes? Fitted { get; init; }

    /// <summary>What an export must know about the users in advance; <c>null</c> if there is nothing.</summary>
    public WireSettings? Wire { get; init; }
}

/// <summary>Shows the progress of a simulation.</summary>
internal sealed class SimulateProgress : IDisposable
{
    private readonly ProgressLine _line;
    private readonly ProgramWorld _world;
    private readonly TimeSpan _duration;
    private readonly long _startedAt;
    private long? _writingSince;

    public SimulateProgress(ProgramWorld world, Simulator simulator, TimeSpan duration)
    {
        _world = world;
        _duration = duration;
        _startedAt = world.Clock.GetTimestamp();
        _line = new ProgressLine(world, () => Text(simulator.Progress));
    }

    /// <summary>Erases the line.</summary>
    public void Dispose() => _line.Dispose();

    private string Text(SimulationProgress progress) =>
        progress.LogEventsTotal > 0 ? FormatWriting(progress) : FormatSimulating(progress);

    private string FormatWriting(SimulationProgress progress)
    {
        _writingSince ??= _world.Clock.GetTimestamp();
        double done = (double)progress.LogEvents / progress.LogEventsTotal;
        string left = TimeLeft.Format(_world.Clock.GetElapsedTime(_writingSince.Value), done);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"writing   {progress.LogEvents:N0} of {progress.LogEventsTotal:N0} events{left}"
        );
    }

    private string FormatSimulating(SimulationProgress progress)
    {
        TimeSpan elapsed = _world.Clock.GetElapsedTime(_startedAt);
        double hours = progress.ConversationsDone * _duration.TotalHours;
        string left = TimeLeft.Format(elapsed, (double)progress.ConversationsDone / progress.Conversations);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"conversations {progress.ConversationsDone:N0} of {progress.Conversations:N0}   simulated {hours:N0} h of them   events {progress.Events:N0}   {progress.Events / elapsed.TotalSeconds / 1e6:F1} million/s{left}"
        );
    }
}
