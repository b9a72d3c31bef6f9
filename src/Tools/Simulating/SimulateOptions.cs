using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Simulation;
using MGen.Tools.Exporting;
using MGen.Tools.Generating;

namespace MGen.Tools.Simulating;

/// <summary>The grammar of <c>mgentools simulate</c>.</summary>
internal sealed class SimulateOptions
{
    private const int MaxThreads = 1_024;

    private const double MaxStaggerScale = 1_000;

    private readonly Argument<string[]> _configs = new("CONFIG")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description =
            "Configurations of clients, or with --hosts of peers: paths, quoted globs with *, ?, [...] and **, or directories written by generate; or else say --users",
    };

    private readonly Option<string?> _hosts = new("--hosts")
    {
        HelpName = "file",
        Description = "CONFIG are files of peers, who find each other by this hosts file",
    };

    private readonly Option<string> _latencyOf = new("--latency-of")
    {
        HelpName = "word",
        Description = "What takes so long: delivery, or round-trip, which is two (default: delivery)",
    };

    private readonly Option<TimeSpan?> _duration = DurationOption.Create(
        "--duration",
        "For how long messages are made (default: 1h)"
    );

    private readonly Option<TimeSpan?> _grace = DurationOption.Create(
        "--grace",
        "For how long after that what arrives is handled (default: 5s)"
    );

    private readonly Option<ulong?> _seed = new("--seed")
    {
        HelpName = "n",
        Description =
            "Seed of all draws but those of users whose files state their own (default: drawn from entropy, and printed)",
    };

    private readonly Option<string?> _latency = new("--latency")
    {
        HelpName = "value",
        Description =
            "How long a frame takes to the other member: a time; a distribution, as in '{distribution: LogNormal, mean: -3, std_dev: 0.7}'; or a file of measured times, .json or .csv (default: 50ms)",
    };

    private readonly Option<TimeSpan?> _connectTime = DurationOption.Create(
        "--connect-time",
        "How long connecting takes (default: 0s)"
    );

    private readonly Option<TimeSpan?> _registration = DurationOption.Create(
        "--registration",
        "For how long the server only registers members (default: 0s)"
    );

    private readonly Option<double?> _attachmentRate = new("--attachment-rate")
    {
        HelpName = "speed",
        Description =
            "How fast an attachment is transferred, in bytes per second, as in 125kB, 10MiB (default: at once)",
        CustomParser = ParseRate,
    };

    private readonly Option<double?> _staggerScale = new("--stagger-scale")
    {
        HelpName = "factor",
        Description = "Factor of the start stagger of up to 10 s; 0 is none (default: 1)",
        CustomParser = ParseScale,
    };

    private readonly Option<DateTimeOffset?> _epoch = new("--epoch")
    {
        HelpName = "time",
        Description = "The log's time at the start (default: 2000-01-01T00:00:00Z, as in Shadow)",
        CustomParser = ParseEpoch,
    };

    private readonly Option<DateTime?> _start = StartOption.Create(
        "The date and time of the people at the start, for those with a rhythm, as in 2026-03-02T08:00 (default: that of --epoch, in UTC)"
    );

    private readonly Option<string?> _rhythm = new("--rhythm")
    {
        HelpName = "file",
        Description =
            "With --users: 24 or 168 weights of the hours in which people begin to chat, from 0 h or Monday 0 h; none: all hours alike (default: rhythm.dat of --models, else none)",
    };

    private readonly Option<bool> _extended = new("--log-extended")
    {
        Description = "Also log send timing and finished attachments",
    };

    private readonly Option<bool> _statsOnly = new("--stats-only")
    {
        Description = "Make no event log; statistics go to stdout",
    };

    private readonly Option<string?> _log = new("--log")
    {
        HelpName = "file",
        Description = "Where the event log goes (default: stdout); then statistics go to stdout",
    };

    private readonly Option<int?> _jobs = new("--jobs", "--threads")
    {
        HelpName = "n",
        Description = "Threads that simulate; the result is the same (default: one per processor)",
        CustomParser = ParseThreads,
    };

    private readonly Option<string?> _temporary = new("--temp-dir")
    {
        HelpName = "dir",
        Description = "Where a log that does not fit into memory is sorted (default: the system's)",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress and no summary on stderr" };

    private readonly ExportOptionSet _export = new();

    private readonly Option<OutputFormat> _format = FormatOption.Create();

    public SimulateOptions()
    {
        _latencyOf.AcceptOnlyFromAmong("delivery", "round-trip");
        Population.Users.Description =
            "Draw so many users in memory, as generate does with --seed, instead of reading CONFIG";
    }

    /// <summary>The options of <c>generate</c>; those that say who talks with whom are options here, too.</summary>
    public GenerateOptions Population { get; } = new();

    /// <summary>Adds everything to the verb, in the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.Add(_configs);
        command.AddGroup("Run", [_hosts, _duration, _grace, _seed, _epoch, _start, _jobs, _temporary]);
        command.AddGroup(
            "Network",
            [_latency, _latencyOf, _connectTime, _registration, _attachmentRate, _staggerScale]
        );
        command.AddGroup("Output", [_log, _extended, _statsOnly, _format, _quiet]);
        command.AddGroup("People without files", [.. Population.OfPopulation, _rhythm]);
        _export.AddTo(command);
        command.Validators.Add(CheckOutputs);
        command.Validators.Add(CheckPopulation);
    }

    /// <summary>What was asked for.</summary>
    public SimulateArguments ArgumentsOf(ParseResult given, string workingDirectory)
    {
        SimulationOptions defaults = new() { Seed = 0 };
        return new SimulateArguments
        {
            Configs = given.GetValue(_configs) ?? [],
            Hosts = given.GetValue(_hosts),
            Seed = given.GetValue(_seed),
            Duration = given.GetValue(_duration) ?? defaults.Duration,
            Grace = given.GetValue(_grace) ?? defaults.Grace,
            Latency = given.GetValue(_latency) ?? "50ms",
            IsLatencyOfRoundTrip = given.GetValue(_latencyOf) == "round-trip",
            ConnectTime = given.GetValue(_connectTime) ?? defaults.ConnectTime,
            Registration = given.GetValue(_registration) ?? defaults.RegistrationPhase,
            AttachmentBytesPerSecond = given.GetValue(_attachmentRate) ?? defaults.AttachmentBytesPerSecond,
            StaggerScale = given.GetValue(_staggerScale) ?? defaults.StaggerScale,
            Epoch = given.GetValue(_epoch) ?? defaults.Epoch,
            Start = given.GetValue(_start) ?? (given.GetValue(_epoch) ?? defaults.Epoch).UtcDateTime,
            RhythmFile = given.GetValue(_rhythm),
            LogExtended = given.GetValue(_extended),
            StatsOnly = given.GetValue(_statsOnly),
            LogFile = given.GetValue(_log),
            Export = _export.OptionsOf(given, workingDirectory),
            Threads = given.GetValue(_jobs) ?? Math.Min(Environment.ProcessorCount, MaxThreads),
            TemporaryDirectory = given.GetValue(_temporary),
            Quiet = given.GetValue(_quiet),
            Format = given.GetValue(_format),
        };
    }

    /// <remarks>Validators look at tokens only: of what could not be parsed there is no value, and the parser tells of
    /// it.</remarks>
    private void CheckOutputs(CommandResult result)
    {
        (bool statsOnly, bool log) = (IsGiven(result, _statsOnly), IsGiven(result, _log));
        if (statsOnly && log)
            result.AddError("--stats-only and --log contradict each other");
        else if (statsOnly && _export.IsGiven(result))
            result.AddError("--stats-only and --export contradict each other");
        else if (
            !statsOnly
            && !log
            && !_export.IsGiven(result)
            && result.GetResult(_format) is { Tokens: [{ Value: "json" }] }
        )
            result.AddError(
                "--format json needs stdout, where the event log goes: say --log FILE, --export or --stats-only"
            );
        if (
            result.GetResult(_duration) is { Tokens: [{ Value: string text }] }
            && DurationText.TryParse(text, out TimeSpan duration)
            && duration == TimeSpan.Zero
        )
            result.AddError("--duration must be above 0");
    }

    private void CheckPopulation(CommandResult result)
    {
        bool drawn = IsGiven(result, Population.Users);
        if (drawn == result.GetResult(_configs) is { Tokens.Count: > 0 })
            result.AddError(
                drawn
                    ? "CONFIG and --users contradict each other"
                    : "there is nobody to simulate: give CONFIG or --users"
            );
        else if (drawn && IsGiven(result, _hosts))
            result.AddError("--hosts goes with CONFIG");
        else if (!drawn && IsGiven(result, _rhythm))
            result.AddError("--rhythm goes with --users: a configuration has its own");
        else if (!drawn && Population.OfPopulation.FirstOrDefault(option => IsGiven(result, option)) is { } stray)
            result.AddError($"{stray.Name} goes with --users");
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static double? ParseScale(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double scale)
            && scale <= MaxStaggerScale
        )
            return scale;
        result.AddError($"--stagger-scale: '{text}' is not a number from 0 to {MaxStaggerScale}");
        return null;
    }

    private static int? ParseThreads(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads)
            && threads is >= 1 and <= MaxThreads
        )
            return threads;
        result.AddError($"--jobs: '{text}' is not a whole number from 1 to {MaxThreads}");
        return null;
    }

    private static double? ParseRate(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ByteRateText.TryParse(text, out double rate))
            return rate;
        result.AddError($"--attachment-rate: '{text}' is not {ByteRateText.Grammar}");
        return null;
    }

    private static DateTimeOffset? ParseEpoch(ArgumentResult result)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string text = result.Tokens[0].Value;
        if (
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out DateTimeOffset epoch)
            && epoch.Year is >= 1970 and <= 2160
        )
            return epoch;
        result.AddError($"--epoch: '{text}' is not a time from 1970 to 2160, as in 2000-01-01T00:00:00Z");
        return null;
    }
}
