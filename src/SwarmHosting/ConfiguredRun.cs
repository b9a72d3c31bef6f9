using System.Globalization;
using MGen.Cli;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Telemetry;
using MGen.Transport;

namespace MGen.SwarmHosting;

/// <summary>
/// The steps around a run: reports errors of the configuration, handles <c>--check</c>, checks the limit of open files,
/// starts diagnostics and their export, and opens the output files.
/// </summary>
public static class ConfiguredRun
{
    /// <summary>
    /// Prints the errors of the configuration. If there are none, runs, or with <c>--check</c> prints that there are
    /// none.
    /// </summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="errors">The errors of the configuration.</param>
    /// <param name="population">The numbers of users and conversations, as text.</param>
    /// <param name="inputs">The files that were read, which no output may overwrite.</param>
    /// <param name="sockets">The least number of sockets that the run has open at the same time.</param>
    /// <param name="run">
    /// Runs. Not called after an error or with <c>--check</c>. The output of the environment passed to it is the event
    /// log.
    /// </param>
    public static async Task<ExitCode> RunAsync(
        ProgramWorld world,
        string program,
        RunArguments arguments,
        IReadOnlyList<ConfigError> errors,
        string population,
        IEnumerable<string> inputs,
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
        (string, string?)[] outputs = [("--log", arguments.LogFile), ("--summary", arguments.SummaryFile)];
        if (OutputFiles.ExplainOverlap(outputs, inputs, world.WorkingDirectory) is { } overlap)
        {
            await world.Error.WriteLineAsync($"{program}: {overlap}");
            return ExitCode.Usage;
        }
        if (!arguments.CheckOnly)
            return await AllowsAsync(world, program, sockets, "divide the users among several processes (--shard)")
                ? await RunExportedAsync(world, program, arguments, run)
                : ExitCode.CouldNotStart;
        if (!arguments.Quiet)
            await world.Error.WriteLineAsync($"ok: {population}");
        return ExitCode.Ok;
    }

    /// <summary>Whether a run may open this many sockets; otherwise stderr says what to change.</summary>
    /// <param name="world">The program's environment.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="sockets">The least number of sockets that the run has open at the same time.</param>
    /// <param name="remedy">What the user can do instead of raising the limit.</param>
    public static async Task<bool> AllowsAsync(ProgramWorld world, string program, long sockets, string remedy)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (DescriptorLimit.Allows(sockets))
            return true;
        await world.Error.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{program}: {sockets:N0} sockets are needed, but the limit of open files allows {DescriptorLimit.MostSockets:N0} besides the program's own; raise it (ulimit -n), or {remedy}"
            )
        );
        return false;
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
            // The export encloses the whole run: disposing of the export sends the last metrics, which include those of
            // the stop.
            using ProgramExport export = ProgramExport.Start(world, program, arguments.Diagnostics, Swarm.MeterName);
            world = world with { ReportProblem = export.Report };
            if (export.IsRunning || arguments.Dashboard is not null) // export and page use .NET's sockets
                world = world with { OmitSocketThread = static () => { } };
            return await RunWithFilesAsync(world, program, arguments, run);
        }
        catch (UriFormatException failure)
        {
            await world.Error.WriteLineAsync($"{program}: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>
    /// Opens the output files before the run starts, so that a file that cannot be written does not waste a run.
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
            // This also removes an older summary, which would otherwise survive a crash and look like this run's.
            if ((opening = arguments.SummaryFile) is not null)
                await File.Create(Path.GetFullPath(opening, world.WorkingDirectory)).DisposeAsync();
            if ((opening = arguments.LogFile) is not null)
                // The log's writer has a buffer. Without a second buffer here, closing the file writes nothing and
                // cannot fail.
                log = new FileStream(
                    Path.GetFullPath(opening, world.WorkingDirectory),
                    FileMode.Create,
                    FileAccess.Write,
                    FileShare.Read,
                    bufferSize: 0
                );
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
