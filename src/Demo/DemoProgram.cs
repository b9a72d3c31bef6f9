using System.Net.Sockets;
using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Demo.Deployments;
using MGen.Demo.People;
using MGen.Demo.Results;
using MGen.Model.Configuration.Files;
using MGen.SwarmHosting;
using MGen.Transport;

namespace MGen.Demo;

/// <summary><c>mgen-demo</c>: parses the command line, runs a <see cref="DemoRun"/> and prints its summary.</summary>
internal static class DemoProgram
{
    /// <summary>Code of the exception for a full disk: ENOSPC of Linux.</summary>
    private const int NoSpace = 28;

    /// <summary>Runs the program with the given arguments, console, clock and signals.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        DemoCommand command = new(arguments => RunAsync(world, arguments));
        return CommandLine.RunAsync(command.Root, world, new ProgramPages("mgen-demo", DemoCommand.Help));
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
                    $"mgen-demo: --out '{wanted}' is not empty; an earlier run is never overwritten, so name another directory"
                );
                return ExitCode.Usage;
            }
            return await RunAsync(world, arguments, arguments.Seed ?? EntropySeed.DrawShort());
        }
        catch (Exception failure)
            when (failure
                    is (IOException and not OutputException) // that one is reported by the command line
                        or UnauthorizedAccessException
                        or SocketException
                        or PlatformNotSupportedException
                        or DllNotFoundException
            )
        {
            string what = failure.HResult == NoSpace ? "the output cannot be written" : "could not start";
            await world.Error.WriteLineAsync($"mgen-demo: {what}: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        catch (AnalysisException failure)
        {
            await world.Error.WriteLineAsync($"mgen-demo: the event logs cannot be analysed: {failure.Message}");
            return ExitCode.CheckFailed;
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync("mgen-demo: interrupted while starting");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<ExitCode> RunAsync(ProgramWorld world, DemoArguments arguments, ulong seed)
    {
        DemoPopulation population = DemoPopulation.Draw(arguments.Users, seed);
        long files = Deployment.OpenFilesNeeded(arguments.Deployment, population);
        if (DescriptorLimit.MostSockets is var limit && limit < files)
        {
            await world.Error.WriteLineAsync(
                $"mgen-demo: {QuantityText.Count(population.Conversations)} conversations may need {QuantityText.Count(files)} open files, but the limit allows {QuantityText.Count(limit)} besides the program's own; use fewer --users, or raise the limit (ulimit -n)"
            );
            return ExitCode.CouldNotStart;
        }
        using LogFolder logs = LogFolder.Create(world, arguments.LogDirectory);
        DemoReport? report = await new DemoRun(world, arguments, population, seed, logs).RunAsync();
        if (report is null)
            return ExitCode.CouldNotStart;
        string json = report.ToJson();
        world.WriteOutput(arguments.IsJson ? json : SummaryText.Format(report));
        bool isSaved = await TrySaveAsync(world, logs.PathOf("summary.json"), json);
        if (arguments is { LogDirectory: null, Quiet: false })
            await world.Error.WriteLineAsync(LogFolder.HowToRemove);
        return isSaved ? (ExitCode)report.ExitCode : ExitCode.CouldNotStart;
    }

    /// <summary>Writes the summary to a file; if it cannot be written, reports that and returns <c>false</c>.</summary>
    private static async Task<bool> TrySaveAsync(ProgramWorld world, string path, string json)
    {
        try
        {
            await File.WriteAllTextAsync(path, json);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await world.Error.WriteLineAsync($"mgen-demo: the output cannot be written: {failure.Message}");
            return false;
        }
    }
}
