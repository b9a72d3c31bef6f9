using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Population;
using MGen.Population.Experiments;
using MGen.Simulation.Populations;
using MGen.Simulation.Volumes;

namespace MGen.Tools.Generating;

/// <summary>The verb <c>generate</c>: draws a population and writes the files of an experiment.</summary>
internal sealed class GenerateCommand(ProgramWorld world)
{
    private const string Examples = """
          # a thousand users on this machine, in two client processes; then run them
          mgentools generate --users 1000 --hosts 2 --out experiment
          experiment/run.sh 10m

          # the same people in the Shadow simulator, on ten pairs of servers
          mgentools generate --users 1000 --servers 10 --layout shadow-client \
            --out shadow-experiment

          # tables and fits of your own; only look at what would come out
          mgentools generate --users 10000 --dyads dyads.dat --groups groups.dat \
            --group-sizes sizes.dat --models fits --dry-run --format json
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "the experiment is written and has the requested distributions",
            "bad usage, or a table or model is wrong; nothing was written",
            "the experiment cannot be written",
            "written, but a distribution of the population is not the requested one",
            interrupted: "interrupted; the content of --out is incomplete"
        )
    );

    private readonly GenerateOptions _grammar = new();

    public Command Create()
    {
        Command command = new(
            "generate",
            "Draw who talks with whom, and write the files of an experiment (docs/POPULATION.md)."
        );
        _grammar.AddTo(command);
        command.SetAction(async (parsed, _) => (int)await RunAsync(parsed));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed)
    {
        GenerateTaskReader reader = new(_grammar, parsed, world.WorkingDirectory);
        GenerateTask? task = reader.Read();
        foreach (string error in reader.Errors)
            await world.Error.WriteLineAsync(error);
        return task is null ? ExitCode.Usage : Run(task);
    }

    private ExitCode Run(GenerateTask task)
    {
        using GenerateProgress progress = new(world, task.Quiet);
        foreach (string note in task.Notes)
            world.Error.WriteLine($"note: {note}");
        try
        {
            return Draw(task, progress);
        }
        catch (OperationCanceledException)
        {
            progress.ReportError(
                task.Out is null
                    ? "interrupted"
                    : $"interrupted: the content of {task.Out} is incomplete; --force replaces it"
            );
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            progress.ReportError($"cannot write the experiment: {error.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private ExitCode Draw(GenerateTask task, GenerateProgress progress)
    {
        DrawnPopulation drawn = PopulationDraw.Draw(task.Request, progress.Begin, world.Stop);
        ExperimentWriter writer = new(drawn.Population, task.Request, task.Options);
        if (writer.Problem is { } problem)
        {
            progress.ReportError(problem);
            return ExitCode.Usage;
        }
        progress.Begin("estimating volume");
        VolumeForecast forecast = VolumeForecast.Create(
            new GeneratedPopulation(
                drawn.Population,
                task.Options.Bootstrap,
                task.Options.AsOriginal,
                // Without a start, the rhythm begins in an arbitrary week. Most groups are simulated for a whole week.
                task.Options.Rhythm?.StartingAt(task.Options.Start ?? DateTime.UnixEpoch)
            ),
            task.Request.Seed,
            world.Stop
        ) with
        {
            Fitted = task.Request.Volumes,
        };
        bool ok = drawn.Realisation is { IsComplete: true, Fits: true };
        Manifest manifest = new(Manifest.CurrentVersion, ProgramVersion.Text, ok, task.Manifest, drawn.Realisation)
        {
            Expected = forecast.ToExpected(),
        };
        if (task.Out is { } directory)
            Write(task, writer, manifest, Path.GetFullPath(directory, world.WorkingDirectory), progress);
        progress.End();
        foreach (string warning in (string[])[.. GenerateSummary.Warnings(manifest), .. forecast.Warnings])
            world.Error.WriteLine($"warning: {warning}");
        world.WriteOutput(
            task.Format == OutputFormat.Json
                ? manifest.ToJson()
                : GenerateSummary.Text(manifest, task.Out) + VolumeText.Format(forecast)
        );
        return drawn.Realisation.IsComplete
            ? ok
                ? ExitCode.Ok
                : ExitCode.CheckFailed
            : ExitCode.Bug;
    }

    private void Write(
        GenerateTask task,
        ExperimentWriter writer,
        Manifest manifest,
        string path,
        GenerateProgress progress
    )
    {
        OutputDirectory directory = new(path);
        directory.Clear();
        directory.Begin(manifest);
        progress.Begin("writing files");
        writer.Write(path, task.Threads, count => progress.Count(count, task.Request.Users), world.Stop);
        directory.Finish();
    }
}

/// <summary>Shows on stderr each step as it begins, and how many files are written.</summary>
internal sealed class GenerateProgress(ProgramWorld world, bool quiet) : IDisposable
{
    private readonly StepProgress _progress = new(world, quiet);

    /// <summary>Begins a step.</summary>
    public void Begin(string step)
    {
        _progress.Begin(step);
        _progress.Draw();
    }

    /// <summary>Sets how many of the users' files are written. Thread-safe.</summary>
    public void Count(int count, int total) => _progress.Report(count, total);

    /// <summary>Ends the progress and prints an error, also with <c>--quiet</c>.</summary>
    public void ReportError(string message)
    {
        End();
        world.Error.WriteLine($"mgentools generate: {message}");
    }

    /// <summary>Erases the line.</summary>
    public void End() => _progress.Dispose();

    /// <inheritdoc/>
    public void Dispose() => End();
}
