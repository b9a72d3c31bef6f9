using System.CommandLine;
using System.Globalization;
using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;

namespace MGen.Tools.Analyzing;

/// <summary>The verb <c>analyze</c>: analyses the event logs of a run.</summary>
internal static class AnalyzeCommand
{
    private const string Examples = """
          # a live run of a generated experiment; the files go to results
          mgentools analyze --out results experiment/logs

          # a log of simulate: like Shadow's, its clock starts in 2000, for which
          # 20 minutes of warm-up are the default
          mgentools analyze --warmup 0s --out results run.log

          # a run of Shadow or of mgen-demo
          mgentools analyze --out results runs/first

          # print only; exit code 4 if anything is missing
          mgentools analyze --no-files --fail-on-loss runs/first
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "analysed; with --fail-on-loss, nothing is missing",
            "bad usage, or inputs that are not logs of a run",
            "an output cannot be written",
            "with --fail-on-loss: a receipt or delivery is missing or late, or a log cannot be read to its end",
            interrupted: "interrupted; the output is incomplete"
        )
    );

    public static Command Create(ProgramWorld world)
    {
        AnalyzeArguments arguments = new();
        Command command = new(
            "analyze",
            "Analyse the event logs of one run: round trips, deliveries, losses. Writes analysis.json and the original's six *.mgen.json; prints a summary."
        );
        arguments.AddTo(command);
        command.SetAction(result => (int)Run(world, arguments, result));
        return command;
    }

    /// <summary>
    /// Whether a receipt or delivery is missing or late, a log cannot be read to its end, or there is nothing to judge
    /// because no receipt is owed.
    /// </summary>
    internal static bool FailsCheck(AnalysisResult result) =>
        result.Messages.TimedOut > 0
        || result.Messages.Lost > 0
        || result.Messages.Owed == 0
        || result.Input.Files.Any(file => file.Failure is not null);

    private static ExitCode Run(ProgramWorld world, AnalyzeArguments arguments, ParseResult parsed)
    {
        string? directory = arguments.OutDirectory(parsed, world);
        try
        {
            if (directory is not null)
                Directory.CreateDirectory(directory);
            using AnalyzeProgress progress = new(world, isQuiet: parsed.GetValue(arguments.Quiet));
            AnalysisResult result = RunAnalyzer.Analyze(
                arguments.ReadInputs(parsed),
                world.WorkingDirectory,
                arguments.ToOptions(parsed, directory),
                progress.Report,
                world.Stop
            );
            if (directory is not null)
                AnalysisFile.Write(result, Path.Combine(directory, AnalysisFile.Name));
            Print(world, result, parsed.GetValue(arguments.Format), directory);
            return FailsCheck(result) && parsed.GetValue(arguments.FailOnLoss) ? ExitCode.CheckFailed : ExitCode.Ok;
        }
        catch (AnalysisException error)
        {
            return Fail(world, error.Message, ExitCode.Usage);
        }
        catch (TemporaryFilesException error)
        {
            return Fail(world, $"{error.Message}; choose another directory with --temp-dir", ExitCode.CouldNotStart);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(world, $"the output cannot be written: {error.Message}", ExitCode.CouldNotStart);
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            world.Error.WriteLine("mgentools analyze: interrupted; the output is incomplete");
            return ExitCode.Interrupted;
        }
    }

    private static void Print(ProgramWorld world, AnalysisResult result, OutputFormat format, string? directory)
    {
        foreach (RejectedSample line in result.Input.RejectedSamples)
            world.Error.WriteLine($"{line.File}:{line.Line}: {line.Reason}: {line.Text}");
        if (format == OutputFormat.Json)
            AnalysisFile.Write(result, world.Output);
        else
            world.WriteOutput(AnalysisText.Format(result, directory));
        world.Output.Flush();
    }

    private static ExitCode Fail(ProgramWorld world, string message, ExitCode code)
    {
        foreach (string line in message.Split('\n'))
            world.Error.WriteLine($"mgentools analyze: {line}");
        return code;
    }
}

/// <summary>Shows the progress of reading logs.</summary>
internal sealed class AnalyzeProgress : IDisposable
{
    private const double BytesPerMegabyte = 1e6;

    private readonly Lock _gate = new();
    private readonly ProgressLine _line;
    private readonly string _run;
    private AnalysisProgress _progress;

    /// <param name="world">Provides stderr and the clock.</param>
    /// <param name="isQuiet">Whether to show nothing.</param>
    /// <param name="run">
    /// The run among several, as in <c>run 3 of 10</c> followed by three spaces; empty for a single run.
    /// </param>
    public AnalyzeProgress(ProgramWorld world, bool isQuiet, string run = "")
    {
        _run = run;
        long start = world.Clock.GetTimestamp();
        _line = new ProgressLine(world, () => Text(world.Clock.GetElapsedTime(start)), isQuiet);
    }

    /// <summary>Sets the progress. Thread-safe.</summary>
    public void Report(AnalysisProgress progress)
    {
        lock (_gate)
            _progress = progress;
    }

    /// <summary>Erases the line.</summary>
    public void Dispose() => _line.Dispose();

    private string Text(TimeSpan elapsed)
    {
        AnalysisProgress now;
        lock (_gate)
            now = _progress;
        return now.FilesTotal == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"reading   {_run}{now.BytesRead / BytesPerMegabyte:N0} of {now.BytesTotal / BytesPerMegabyte:N0} MB   {now.BytesRead / BytesPerMegabyte / elapsed.TotalSeconds:N0} MB/s   files {now.FilesRead:N0} of {now.FilesTotal:N0}{TimeLeft.Format(elapsed, now.BytesRead / Math.Max(1.0, now.BytesTotal))}"
            );
    }
}
