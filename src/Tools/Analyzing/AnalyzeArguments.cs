using System.CommandLine;
using System.CommandLine.Parsing;
using MGen.Analysis;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Tools.Analyzing;

/// <summary>The options and arguments of <c>analyze</c>.</summary>
internal sealed class AnalyzeArguments
{
    private readonly Argument<string[]> _inputs = new("DIR|FILE")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description =
            "All logs of one run: files (plain, .gz, .xz, .zst), directories of *.log and *.stdout, a Shadow run directory, an --out directory of mgen-demo (default: the working directory)",
    };

    public Option<OutputFormat> Format { get; } = FormatOption.Create();

    public Option<bool> FailOnLoss { get; } =
        new("--fail-on-loss")
        {
            Description =
                "Exit code 4 if a receipt or delivery is missing or late, a log cannot be read to its end, or there is no message to judge. Without this option, the analysis of a lossy run is a success.",
        };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress on stderr" };

    private readonly Option<string> _out = new("--out", "-o")
    {
        HelpName = "dir",
        Description = "Directory of the output files (default: the working directory, as in the original)",
    };
    private readonly Option<bool> _noFiles = new("--no-files") { Description = "Write no files, only print" };
    private readonly Option<string> _label = new("--label")
    {
        HelpName = "text",
        Description = "Name of the run (default: its directory's name)",
    };
    private readonly Option<TimeSpan> _timeout = Duration(
        "--timeout",
        "A receipt after this time is late (default: 30s)",
        isPositive: true
    );
    private readonly Option<TimeSpan> _warmup = Duration(
        "--warmup",
        "Exclude messages sent within this time after the start (default: 20m in simulated time, counted from 2000-01-01; else 0s)"
    );
    private readonly Option<TimeSpan> _cooldown = Duration(
        "--cooldown",
        "Exclude messages sent within this time before the last line (default: 0s)"
    );
    private readonly Option<TimeSpan> _bin = Duration(
        "--bin",
        "Width of the time bins, in whole seconds (default: such that there are at most 1800)",
        isPositive: true
    );
    private readonly Option<int> _jobs = new("--jobs", "--threads")
    {
        HelpName = "n",
        Description =
            "How many files, or parts of a large uncompressed one, to read in parallel (default: one per processor)",
    };
    private readonly Option<int> _buffer = new("--buffer-mib")
    {
        HelpName = "n",
        Description = "Memory for events waiting to be joined; more are kept in temporary files (default: 256)",
    };
    private readonly Option<string> _temp = new("--temp-dir")
    {
        HelpName = "dir",
        Description = "Directory of temporary files (default: the system's)",
    };

    public AnalyzeArguments()
    {
        _jobs.Validators.Add(static result => RequireAtLeastOne(result));
        _buffer.Validators.Add(static result => RequireAtLeastOne(result));
        _bin.Validators.Add(static result => RequireWholeSeconds(result));
    }

    public void AddTo(Command command)
    {
        command.Add(_inputs);
        command.AddGroup("What counts", [_timeout, _warmup, _cooldown, _bin, FailOnLoss]);
        command.AddGroup("Output", [_out, _noFiles, _label, Format, Quiet]);
        command.AddGroup("Resources", [_jobs, _buffer, _temp]);
    }

    /// <summary>Returns the inputs; the working directory if none is given.</summary>
    public string[] ReadInputs(ParseResult parsed) => parsed.GetValue(_inputs) is [_, ..] given ? given : ["."];

    /// <summary>Returns the full path of the output directory; <c>null</c>: write no files.</summary>
    public string? OutDirectory(ParseResult parsed, ProgramWorld world) =>
        parsed.GetValue(_noFiles) ? null : Path.GetFullPath(parsed.GetValue(_out) ?? ".", world.WorkingDirectory);

    public AnalysisOptions ToOptions(ParseResult parsed, string? directory)
    {
        AnalysisOptions defaults = new();
        return new AnalysisOptions
        {
            Timeout = Given(parsed, _timeout) ?? defaults.Timeout,
            Warmup = Given(parsed, _warmup),
            Cooldown = Given(parsed, _cooldown) ?? defaults.Cooldown,
            Bin = Given(parsed, _bin),
            Label = parsed.GetValue(_label),
            OriginalDirectory = directory,
            BufferBytes = parsed.GetResult(_buffer) is null
                ? defaults.BufferBytes
                : (long)parsed.GetValue(_buffer) << 20,
            TempDirectory = parsed.GetValue(_temp),
            Parallelism = parsed.GetResult(_jobs) is null ? defaults.Parallelism : parsed.GetValue(_jobs),
            ProgramVersion = ProgramVersion.Text,
        };
    }

    /// <summary>Returns the value of an option; <c>null</c> if not given.</summary>
    public static TimeSpan? Given(ParseResult parsed, Option<TimeSpan> option) =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option);

    /// <summary>Creates an option whose value is a duration.</summary>
    public static Option<TimeSpan> Duration(string name, string description, bool isPositive = false) =>
        new(name)
        {
            HelpName = "time",
            Description = description,
            CustomParser = result => ParseDuration(result, name, isPositive),
        };

    private static TimeSpan ParseDuration(ArgumentResult result, string name, bool isPositive)
    {
        string text = result.Tokens[0].Value;
        bool isDuration = DurationText.TryParse(text, out TimeSpan duration) && !DurationText.LacksUnit(text);
        if (isDuration && (duration > TimeSpan.Zero || !isPositive))
            return duration;
        result.AddError(isDuration ? $"{name}: must be above 0 (got '{text}')" : DurationOption.Problem(name, text));
        return default;
    }

    private static void RequireAtLeastOne(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int number) && number < 1)
            result.AddError($"{result.Option.Name} must be at least 1 (got {number})");
    }

    private static void RequireWholeSeconds(OptionResult result)
    {
        if (
            result.Tokens is [{ Value: var text }]
            && DurationText.TryParse(text, out TimeSpan bin)
            && bin.Ticks % TimeSpan.TicksPerSecond != 0
        )
            result.AddError($"{result.Option.Name} must be whole seconds (got {text})");
    }
}
