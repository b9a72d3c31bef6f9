using System.Globalization;
using MGen.Cli;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Fitting.Reporting;

namespace MGen.Tools.ModelFits;

/// <summary>Carries out a fit: read, fit, compare, write.</summary>
internal sealed class FitRun(ProgramWorld world, FitTask task)
{
    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        try
        {
            return await FitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync("mgentools fit: interrupted; what is written is incomplete");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await world.Error.WriteLineAsync($"mgentools fit: the output cannot be written: {error.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private async Task<ExitCode> FitAsync(CancellationToken stop)
    {
        ImportResult import;
        FittedUser[] users;
        GoodnessOfFit? goodness = null;
        ClassFit? classes = null;
        using (StepProgress progress = new(world, task.Quiet))
        {
            progress.Begin("reading input", task.Files.Count);
            import = ChatImporter.Import(task.Files, world.WorkingDirectory, task.Import, progress.Step, stop);
            await InputAccount.WriteAsync(world.Error, import, task.Quiet);
            if (await RefuseAsync(import))
                return ExitCode.Usage;
            if (task.Fit.FitsClasses)
            {
                progress.Begin("fitting and simulating", import.Chats.Chats.Count);
                classes = ClassFitter.Fit(import.Chats, task.Fit, task.SimulateFor, stop);
                users = MainModels.ForAll(import.Chats, classes);
            }
            else
            {
                progress.Begin("fitting user", import.Chats.Users);
                users = new UserFitter(import.Chats, task.Fit).FitAll(progress.Step, stop);
                progress.Begin("simulating chats", import.Chats.Chats.Count);
                goodness =
                    task.SimulateFor > TimeSpan.Zero && GoodnessTest.CanRun(task.Fit)
                        ? GoodnessTest.Run(import.Chats, users, task.Fit, task.SimulateFor, stop)
                        : null;
            }
        }
        string[] pseudonyms = Pseudonyms.Create(import.Identities, task.Key);
        FitReport report = FitReportBuilder.Build(import, pseudonyms, users, task.Fit, goodness, classes);
        new FitWriter(task, pseudonyms).Write(import, users, classes, report, stop);
        world.WriteOutput(task.Format == OutputFormat.Json ? report.ToJson() : report.ToText());
        return ExitCode.Ok;
    }

    private async Task<bool> RefuseAsync(ImportResult import)
    {
        bool isBroken = import.Problems.Count > 0 && !task.SkipBroken;
        if (isBroken)
            await world.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"mgentools fit: {import.Problems.Count} of {task.Files.Count} inputs cannot be read; nothing was written (--skip-broken fits the others)"
                )
            );
        else if (import.Chats.Messages == 0)
            await world.Error.WriteLineAsync("mgentools fit: there is no message in the inputs");
        return isBroken || import.Chats.Messages == 0;
    }
}
