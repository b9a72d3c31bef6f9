using System.CommandLine;
using MGen.Analysis;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Report.Pages;
using MGen.Report.Sets;
using MGen.Tools.Analyzing;

namespace MGen.Tools.Reporting;

/// <summary>The verb <c>report</c>: shows runs on an HTML page, and writes charts for a paper.</summary>
internal sealed class ReportCommand
{
    private const string Examples = """
          # one run as a page
          mgentools report --out first.html runs/first

          # several runs of one experiment: confidence bands
          mgentools report runs/seed-*

          # two sets of runs compared on one page; charts for a paper
          mgentools report --plots figures --out tor.html \
            --label 'direct=runs/plain-*' --label 'tor=runs/tor-*'

          # charts for a column of 3.3 inches, with text of 8 points
          mgentools report runs/first --plots figures --width 3.3in --font-size 8
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "the page is written; with --fail-on-loss, nothing is missing",
            "bad usage, or a run cannot be read",
            "an output cannot be written",
            "with --fail-on-loss: a receipt or delivery is missing or late",
            interrupted: "interrupted; no page was written"
        )
    );

    private readonly ProgramWorld _world;
    private readonly ReportArguments _arguments = new();

    private ReportCommand(ProgramWorld world) => _world = world;

    public static Command Create(ProgramWorld world)
    {
        ReportCommand report = new(world);
        Command command = new(
            "report",
            "Show runs, or compare sets of runs, on one HTML page that works offline. Also writes charts as SVG and CSV."
        );
        report._arguments.AddTo(command);
        command.SetAction(result => (int)report.Run(result));
        return command;
    }

    private ExitCode Run(ParseResult parsed)
    {
        RunSetParser parser = new(_world.WorkingDirectory);
        IReadOnlyList<NamedRuns> named = parser.Parse(
            parsed.GetValue(_arguments.Runs) ?? [],
            parsed.GetValue(_arguments.Labels) ?? [],
            parsed.GetValue(_arguments.Each)
        );
        if (parser.Errors.Count > 0)
            return Fail(parser.Errors, ExitCode.Usage);
        string? overlap = OutputFiles.ExplainOverlap(
            [("--out", _arguments.OutFile(parsed, _world))],
            named
                .SelectMany(set => set.Paths)
                .Where(path => !Directory.Exists(Path.Combine(_world.WorkingDirectory, path))),
            _world.WorkingDirectory
        );
        if (overlap is not null)
            return Fail([overlap], ExitCode.Usage);
        try
        {
            return Report(parsed, named);
        }
        catch (AnalysisException error)
        {
            return Fail(error.Message.Split('\n'), ExitCode.Usage);
        }
        catch (TemporaryFilesException error)
        {
            return Fail([$"{error.Message}; choose another directory with TMPDIR"], ExitCode.CouldNotStart);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail([$"the output cannot be written: {error.Message}"], ExitCode.CouldNotStart);
        }
        catch (OperationCanceledException) when (_world.Stop.IsCancellationRequested)
        {
            _world.Error.WriteLine("mgentools report: interrupted; no page was written");
            return ExitCode.Interrupted;
        }
    }

    private ExitCode Report(ParseResult parsed, IReadOnlyList<NamedRuns> named)
    {
        IReadOnlyList<RunSet> sets = Read(named, _arguments.ToOptions(parsed), parsed.GetValue(_arguments.Quiet));
        RunReport report = new(
            new ReportRequest
            {
                Sets = sets,
                Title = parsed.GetValue(_arguments.Title) ?? string.Join(", ", sets.Select(set => set.Name)),
                ProgramVersion = ProgramVersion.Text,
                MadeAt = _world.Clock.GetUtcNow(),
                Facts = _arguments.ReadFacts(parsed, _world),
            }
        );
        ReportFiles files = ReportFiles.Write(
            report,
            _arguments.OutFile(parsed, _world),
            _arguments.PlotsDirectory(parsed, _world),
            _arguments.PlotSize(parsed)
        );
        _world.WriteOutput(
            parsed.GetValue(_arguments.Format) == OutputFormat.Json
                ? ReportResult.From(report, sets, files).ToJson()
                : ReportText.Format(report, sets, files)
        );
        return sets.SelectMany(set => set.Runs).Any(AnalyzeCommand.FailsCheck) && parsed.GetValue(_arguments.FailOnLoss)
            ? ExitCode.CheckFailed
            : ExitCode.Ok;
    }

    private IReadOnlyList<RunSet> Read(IReadOnlyList<NamedRuns> named, AnalysisOptions options, bool isQuiet)
    {
        int total = named.Sum(set => set.Paths.Count);
        int read = 0;
        return [.. named.Select(set => new RunSet(set.Name, [.. set.Paths.Select(path => ReadOne(path, ++read))]))];

        AnalysisResult ReadOne(string path, int number)
        {
            _world.Stop.ThrowIfCancellationRequested();
            using AnalyzeProgress progress = new(_world, isQuiet, total == 1 ? "" : $"run {number} of {total}   ");
            return RunSource.Load(path, _world.WorkingDirectory, options, progress.Report, _world.Stop);
        }
    }

    private ExitCode Fail(IEnumerable<string> errors, ExitCode code)
    {
        foreach (string error in errors)
            _world.Error.WriteLine($"mgentools report: {error}");
        return code;
    }
}
