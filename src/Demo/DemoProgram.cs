using System.Net.Sockets;
using MGen.Analysis;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Demo.People;
using MGen.Demo.Results;
using MGen.Model.Configuration.Files;
using MGen.SwarmHosting;

namespace MGen.Demo;

/// <summary><c>mgen-demo</c>: parses the command line, runs a <see cref="DemoRun"/> and prints its summary.</summary>
internal static class DemoProgram
{
    private const string Name = "mgen-demo";

    /// <summary>Code of the exception for a full disk: ENOSPC of Linux.</summary>
    private const int NoSpace = 28;

    /// <summary>Runs the program with the given arguments, console, clock and signals.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        DemoCommand command = new(arguments => RunAsync(world, arguments));
        return CommandLine.RunAsync(command.Root, world, new ProgramPages(Name, DemoCommand.Help));
    }

    private static async Task<ExitCode> RunAsync(ProgramWorld world, DemoArguments arguments)
    {
        try
        {
            if (
                arguments.LogDirectory is { } wanted
                && !DirectoryListing.IsFree(Path.GetFullPath(wanted, world.WorkingDirectory))
            )
            {
                await world.Error.WriteLineAsync(
                    $"{Name}: --out '{wanted}' is not empty; an earlier run is never overwritten, so name another directory"
                );
                return ExitCode.Usage;
            }
            return await RunAsync(world, arguments, arguments.Seed ?? EntropySeed.DrawShort());
        }
        catch (Exception failure)
            when (failure
                    is (IOException and not OutputException) // CommandLine reports OutputException
                        or UnauthorizedAccessException
                        or SocketException
                        or PlatformNotSupportedException
                        or DllNotFoundException
            )
        {
            string what = failure.HResult == NoSpace ? "the output cannot be written" : "could not start";
            await world.Error.WriteLineAsync($"{Name}: {what}: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        catch (AnalysisException failure)
        {
            await world.Error.WriteLineAsync($"{Name}: the event logs cannot be analysed: {failure.Message}");
            return ExitCode.CheckFailed;
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync(Name + ": interrupted while starting");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<ExitCode> RunAsync(ProgramWorld world, DemoArguments arguments, ulong seed)
    {
        DemoPopulation population = DemoPopulation.Draw(arguments.Users, seed);
        long files = Deployment.OpenFilesNeeded(arguments.Deployment, population);
        if (!await ConfiguredRun.AllowsAsync(world, Name, files, "use fewer --users"))
            return ExitCode.CouldNotStart;
        DemoIdentity planned = new(arguments, population, seed, world.HostName);
        using LogFolder logs = LogFolder.Create(world, arguments.LogDirectory);
        DemoReport? report = await new DemoRun(world, planned, logs).RunAsync();
        if (report is null)
            return ExitCode.CouldNotStart;
        string json = report.ToJson();
        world.WriteOutput(arguments.IsJson ? json : SummaryText.Format(report));
        bool isSaved = await SwarmRun.WriteSummaryAsync(world, Name, logs.PathOf("summary.json"), json);
        if (arguments is { LogDirectory: null, Quiet: false })
            await world.Error.WriteLineAsync(LogFolder.HowToRemove);
        return isSaved ? report.Verdict.Code : ExitCode.CouldNotStart;
    }
}
