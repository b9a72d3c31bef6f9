using System.Globalization;
using MGen.Cli;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Telemetry;
using MGen.Transport;

namespace MGen.Runs;

/// <summary>What stands around a run: the configuration's errors, <c>--check</c>, and the export of metrics.</summary>
public static class ConfiguredRun
{
    /// <summary>Tells the errors, or that there are none, or runs.</summary>
    /// <param name="world">The outside.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="arguments">How to run.</param>
    /// <param name="errors">What is wrong with the configuration.</param>
    /// <param name="population">What there is to run, for people.</param>
    /// <param name="sockets">Sockets that it has at once, at least.</param>
    /// <param name="run">Runs, in the world that it is given, whose output is the event log's; only called if nothing
    /// is wrong.</param>
    public static async Task<ExitCode> RunAsync(
        ProgramWorld world,
        string program,
        RunArguments arguments,
        IReadOnlyList<ConfigError> errors,
        string population,
        long sockets,
        Func<ProgramWorld, Task<ExitCode>> run
    )
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(run);
        foreach (ConfigError error in errors)
            await world.Error.WriteLineAsync(error.ToString());
        if (errors.Count > 0)
            return ExitCode.Usage;
        if (!arguments.CheckOnly)
            return DescriptorLimit.MostSockets is var most && sockets > most
                ? await RefuseAsync(world, program, sockets, most)
                : await RunExportedAsync(world, program, arguments, run);
        if (!arguments.Quiet)
            await world.Error.WriteLineAsync($"ok: {population}");
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> RefuseAsync(ProgramWorld world, string program, long sockets, long most)
    {
        await world.Error.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{program}: {sockets:N0} sockets are needed, and the limit of open files allows {most:N0} beside the program's own: raise it (ulimit -n), or run a part in each of several processes (--shard)"
            )
        );
        return ExitCode.CouldNotStart;
    }

    private static async Task<ExitCode> RunExportedAsync(
        ProgramWorld world,
        string program,
        RunArguments arguments,
        Func<ProgramWorld, Task<ExitCode>> run
    )
    {
        try
        {
            using IDisposable? export = ProgramExport.Start(world, program, arguments.Traces, Swarm.MeterName);
            return await RunWithFilesAsync(world, program, arguments, run);
        }
        catch (UriFormatException failure)
        {
            await world.Error.WriteLineAsync($"{program}: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>
    /// Opens the files that the run writes before it starts: one that cannot be written must not cost a run.
    /// </summary>
    private static async Task<ExitCode> RunWithFilesAsync(
        ProgramWorld world,
        string program,
        RunArguments arguments,
        Func<ProgramWorld, Task<ExitCode>> run
    )
    {
        string? opening = null;
        FileStream? log = null;
        try
        {
            if ((opening = arguments.SummaryFile) is not null)
                await File.Create(Path.GetFullPath(opening, world.WorkingDirectory)).DisposeAsync();
            if ((opening = arguments.LogFile) is not null)
                log = File.Create(Path.GetFullPath(opening, world.WorkingDirectory));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await world.Error.WriteLineAsync($"{program}: cannot write {opening}: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        if (log is null)
            return await run(world);
        await using (log)
            return await run(world with { Output = log, OutputIsTerminal = false });
    }
}
