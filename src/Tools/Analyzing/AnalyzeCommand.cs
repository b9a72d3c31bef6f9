using System.CommandLine;
using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Tools.Analyzing;

/// <summary>The verb <c>analyze</c>: from event logs to what they say.</summary>
internal static class AnalyzeCommand
{
    private const string Examples = """
          # a live run that generate wrote; files go to results
          mgentools analyze --out results experiment/logs

          # what simulate wrote: its clock begins in 2000, as Shadow's, where
          # 20 minutes of warm-up are the default
          mgentools analyze --warmup 0s --out results run.log

          # a run of Shadow or of mgen-demo
          mgentools analyze --out results runs/first

          # only look; exit code 4 if anything is missing
          mgentools analyze --no-files --fail-on-loss runs/first
        """;

    /// <summary>What the help has besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "analysed; with --fail-on-loss nothing is missing",
            "bad usage, or inputs that are no logs of a run",
            "an output cannot be written",
            "with --fail-on-loss: a receipt or delivery is missing or late, or a log cannot be read to its end",
            interrupted: "interrupted; what was written is incomplete"
        )
    );

    public static Command Create(ProgramWorld world)
    {
        AnalyzeArguments arguments = new();
        Command command = new(
            "analyze",
            "Say what the event logs of one run tell: round trips, deliveries, losses. Writes analysis.json and the original's six *.mgen.json; prints a summary."
        );
        arguments.AddTo(command);
        command.SetAction(result => (int)Run(world, arguments, result));
        return command;
    }

    /// <summary>
    /// Whether something owed is missing or late, a log cannot be read to its end, or there is nothing that could be
    /// judged.
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
                arguments.InputsOf(parsed),
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
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(world, $"the output cannot be written: {error.Message}", ExitCode.CouldNotStart);
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            world.Error.WriteLine("mgentools analyze: interrupted; what was written is incomplete");
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
            world.WriteOutput(AnalysisText.Of(result, directory));
        world.Output.Flush();
    }

    private static ExitCode Fail(ProgramWorld world, string message, ExitCode code)
    {
        foreach (string line in message.Split('\n'))
            world.Error.WriteLine($"mgentools analyze: {line}");
        return code;
    }
}
