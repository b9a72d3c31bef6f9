using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using MGen.Analysis;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Report.Charts;
using MGen.Tools.Analyzing;
using MGen.Validation;

namespace MGen.Tools.Reporting;

/// <summary>The options and arguments of <c>report</c>.</summary>
internal sealed class ReportArguments
{
    private const string DefaultFont = "8";

    public Argument<string[]> Runs { get; } =
        new("RUN")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description =
                "Runs that differ only by chance: directories with logs, logs, or files analysis.json (faster)",
        };

    public Option<string[]> Labels { get; } =
        new("--label")
        {
            HelpName = "NAME=RUN,RUN...",
            Description =
                "A named set of runs to compare with others; may be repeated, with the same NAME to add runs. RUN may contain * and ?",
            AllowMultipleArgumentsPerToken = false,
        };

    public Option<bool> Each { get; } =
        new("--each") { Description = "Compare each RUN with the others, instead of treating all as one set" };

    public Option<string?> Title { get; } =
        new("--title") { HelpName = "text", Description = "Title of the page (default: the names of the sets)" };

    public Option<OutputFormat> Format { get; } = FormatOption.Create();

    public Option<bool> FailOnLoss { get; } =
        new("--fail-on-loss")
        {
            Description =
                "Exit code 4 if a receipt or delivery is missing or late, a log cannot be read to its end, or a run has no message to judge. Without this option, the report of a lossy run is a success.",
        };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress on stderr" };

    private readonly Option<string> _out = new("--out", "-o")
    {
        HelpName = "file",
        Description = "File of the page (default: report.html)",
    };
    private readonly Option<string?> _plots = new("--plots")
    {
        HelpName = "dir",
        Description = "Also write each chart to this directory, as SVG, and its numbers as CSV",
    };
    private readonly Option<string?> _width = new("--width")
    {
        HelpName = "length",
        Description = "Width of the figures of --plots on paper: 3.3in, 84mm, 240pt (default: 470 pixels)",
    };
    private readonly Option<string> _font = new("--font-size")
    {
        HelpName = "n",
        Description = "Size of their text in points, with --width",
        DefaultValueFactory = _ => DefaultFont,
    };
    private readonly Option<string?> _facts = new("--facts")
    {
        HelpName = "file",
        Description = "Also show the comparison with published facts: a file written by validate --format json",
    };

    private readonly Option<TimeSpan> _timeout = AnalyzeArguments.Duration(
        "--timeout",
        "As in analyze, for runs read from logs",
        isPositive: true
    );
    private readonly Option<TimeSpan> _warmup = AnalyzeArguments.Duration(
        "--warmup",
        "As in analyze, for runs read from logs"
    );
    private readonly Option<TimeSpan> _cooldown = AnalyzeArguments.Duration(
        "--cooldown",
        "As in analyze, for runs read from logs"
    );

    public void AddTo(Command command)
    {
        command.Validators.Add(CheckSize);
        command.Add(Runs);
        command.AddGroup("Runs", [Labels, Each, _facts, _timeout, _warmup, _cooldown, FailOnLoss]);
        command.AddGroup("Output", [_out, _plots, _width, _font, Title, Format, Quiet]);
    }

    /// <summary>Returns the full path of the page.</summary>
    public string OutFile(ParseResult parsed, ProgramWorld world) =>
        Path.GetFullPath(parsed.GetValue(_out) ?? "report.html", world.WorkingDirectory);

    /// <summary>Returns the full path of the directory of charts; <c>null</c>: none.</summary>
    public string? PlotsDirectory(ParseResult parsed, ProgramWorld world) =>
        parsed.GetValue(_plots) is { } directory ? Path.GetFullPath(directory, world.WorkingDirectory) : null;

    /// <summary>The size of the figures on paper; <c>null</c> if it was not given.</summary>
    public FigureSize? PlotSize(ParseResult parsed) =>
        parsed.GetValue(_width) is { } width ? ParseSize(width, parsed.GetValue(_font) ?? DefaultFont, out _) : null;

    private void CheckSize(CommandResult result)
    {
        string? width = Token(result, _width);
        if (width is null && result.GetResult(_font) is { Implicit: false })
            result.AddError("--font-size needs --width: without it, figures have the page's size in pixels");
        if (width is null)
            return;
        if (result.GetResult(_plots) is null)
            result.AddError("--width needs --plots: it is the width of the figures there");
        if (ParseSize(width, Token(result, _font) ?? DefaultFont, out string? problem) is null)
            result.AddError(problem!);
    }

    /// <summary>
    /// Returns the value as typed; <c>null</c> unless the option is given exactly once. The parser reports an option
    /// that is given twice.
    /// </summary>
    private static string? Token(CommandResult result, Option option) =>
        result.GetResult(option) is { Tokens: [{ Value: string text }] } ? text : null;

    private static FigureSize? ParseSize(string width, string font, out string? problem)
    {
        if (
            !double.TryParse(font, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double points)
            || points is not (>= FigureSize.MinFont and <= FigureSize.MaxFont)
        )
            problem = $"--font-size '{font}' is not from {FigureSize.MinFont} to {FigureSize.MaxFont} points";
        else if (!FigureSize.TryParseWidth(width, out double widthPoints))
            problem = $"--width '{width}' is not {FigureSize.WidthGrammar}";
        else
        {
            FigureSize size = new(widthPoints, points);
            problem = size.IsPossible
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"--width '{width}': text of {font} points needs a width from {size.LeastInches:0.0}in to {size.MostInches:0.0}in"
                );
            return size.IsPossible ? size : null;
        }
        return null;
    }

    /// <summary>Reads the comparison with published facts; <c>null</c> without <c>--facts</c>.</summary>
    /// <exception cref="AnalysisException">The file cannot be read or is not such a comparison.</exception>
    public FactCheck? ReadFacts(ParseResult parsed, ProgramWorld world)
    {
        if (parsed.GetValue(_facts) is not { } path)
            return null;
        try
        {
            return FactCheck.FromJson(File.ReadAllText(Path.GetFullPath(path, world.WorkingDirectory)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new AnalysisException($"--facts: {path}: {failure.Message}", failure);
        }
    }

    /// <summary>Returns the options for the analysis of logs.</summary>
    public AnalysisOptions ToOptions(ParseResult parsed)
    {
        AnalysisOptions defaults = new();
        return defaults with
        {
            Timeout = AnalyzeArguments.Given(parsed, _timeout) ?? defaults.Timeout,
            Warmup = AnalyzeArguments.Given(parsed, _warmup),
            Cooldown = AnalyzeArguments.Given(parsed, _cooldown) ?? defaults.Cooldown,
            ProgramVersion = ProgramVersion.Text,
        };
    }
}
