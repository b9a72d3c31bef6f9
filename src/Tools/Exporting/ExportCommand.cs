using System.CommandLine;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Export;

namespace MGen.Tools.Exporting;

/// <summary>The verb <c>export</c>: converts event logs to formats of other tools.</summary>
internal sealed class ExportCommand(ProgramWorld world)
{
    private const string Examples = """
          # packets of all users, and the ground truth: who wrote to whom
          mgentools export run.log --export pcapng=run.pcapng --export truth=truth

          # one row per minute, for a classifier of persons
          mgentools export run.log --export npz=rows.npz --label person

          # what alice's device sends and receives, for maybenot's simulator
          mgentools export run.log --export maybenot=traces --observe alice

          # a workload for a mixnet simulator
          mgentools export run.log --export schedule:mixnet-optimizer=mails.json
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "everything was written",
            "bad usage, or an input is not an event log",
            "an output cannot be written",
            "written, but lines of the logs could not be read",
            "written, but no person is observed, so the outputs contain no traffic",
            interrupted: "interrupted; the output is incomplete"
        )
    );

    private readonly ExportOptionSet _export = new();

    private readonly Argument<string[]> _inputs = new("DIR|FILE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description =
            "All logs of one run: files (plain, .gz, .xz, .zst), directories of *.log and *.stdout, a Shadow run directory (default: the working directory)",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress on stderr" };

    private readonly Option<OutputFormat> _format = FormatOption.Create();

    public Command Create()
    {
        Command command = new(
            "export",
            "Write a run's event logs as packets, traces, arrays, schedules and ground truth (docs/EXPORT.md)."
        )
        {
            _inputs,
        };
        _export.AddTo(command, world.WorkingDirectory);
        command.Add(_quiet);
        command.Add(_format);
        command.Validators.Add(result =>
        {
            if (!_export.IsGiven(result))
                result.AddError($"nothing to write: give --export FORMAT=PATH, with one of {ExportTargetText.Names}");
        });
        command.SetAction(given => (int)Run(given));
        return command;
    }

    private ExitCode Run(ParseResult given)
    {
        try
        {
            return Export(given);
        }
        catch (ExportException failure)
        {
            return Fail(failure.Message, ExitCode.Usage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail($"the output cannot be written: {failure.Message}", ExitCode.CouldNotStart);
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            return Fail("interrupted; the output is incomplete", ExitCode.Interrupted);
        }
    }

    private ExitCode Export(ParseResult given)
    {
        ExportOptions options = _export.Read(given, world.WorkingDirectory)!;
        string[] inputs = given.GetValue(_inputs) is [_, ..] named ? named : ["."];
        LogExport logs = new(inputs, world.WorkingDirectory);
        logs.CheckOutputs(options.Targets);
        long startedAt = world.Clock.GetTimestamp();
        using ExportRun run = new(options, $"mgentools {ProgramVersion.Text}");
        LogAccount account;
        using (
            new ProgressLine(
                world,
                () => ProgressText(logs.Progress, run.Events, world.Clock.GetElapsedTime(startedAt)),
                given.GetValue(_quiet)
            )
        )
            account = logs.Read(run, world.Stop);
        ExportReport report = ExportReport.From(
            account,
            run.Complete(),
            options,
            world.Clock.GetElapsedTime(startedAt)
        );
        foreach (string line in account.Problems)
            world.Error.WriteLine(line);
        foreach (string warning in report.Warnings)
            world.Error.WriteLine($"warning: {warning}");
        world.WriteOutput(given.GetValue(_format) == OutputFormat.Json ? report.ToJson() : report.ToText());
        if (!report.Ok)
            return ExitCode.CheckFailed;
        return report.IsDoubtful ? ExitCode.Doubtful : ExitCode.Ok;
    }

    private static string ProgressText(LogProgress progress, long events, TimeSpan elapsed)
    {
        double done = (double)progress.BytesRead / Math.Max(1, progress.BytesTotal);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100 * done:F0} % read, {events:N0} events{TimeLeft.Format(elapsed, done)}"
        );
    }

    private ExitCode Fail(string message, ExitCode code)
    {
        world.Error.WriteLine($"mgentools export: {message}");
        return code;
    }
}
