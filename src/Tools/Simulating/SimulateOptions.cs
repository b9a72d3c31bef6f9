using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Simulation;
using MGen.Tools.Exporting;
using MGen.Tools.Generating;

namespace MGen.Tools.Simulating;

/// <summary>The options of <c>simulate</c>.</summary>
internal sealed class SimulateOptions
{
    private const int MaxThreads = 1_024;

    private const double MaxStaggerScale = 1_000;

    private readonly Argument<string[]> _configs = new("CONFIG")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description =
            "Configurations of clients, or with --hosts of peers: paths, quoted globs with *, ?, [...] and **, or directories written by generate; or else give --users",
    };

    private readonly Option<string?> _hosts = new("--hosts")
    {
        HelpName = "file",
        Description = "CONFIG are files of peers, who find each other by this hosts file",
    };

    private readonly Option<string> _latencyOf = new("--latency-of")
    {
        HelpName = "word",
        Description = "What --latency measures: a delivery, or a round-trip of two deliveries (default: delivery)",
    };

    private readonly Option<TimeSpan?> _duration = DurationOption.Create(
        "--duration",
        "Simulated time in which users create messages (default: 1h)"
    );

    private readonly Option<TimeSpan?> _grace = DurationOption.Create(
        "--grace",
        "Simulated time after --duration in which arriving frames are still processed (default: 5s)"
    );

    private readonly Option<ulong?> _seed = new("--seed")
    {
        HelpName = "n",
        Description =
            "Seed of all draws except those of users whose files state their own (default: drawn from entropy, and printed)",
    };

    private readonly Option<string?> _latency = new("--latency")
    {
        HelpName = "value",
        Description =
            "Latency of a frame to another member: a time; a distribution, as in '{distribution: LogNormal, mean: -3, std_dev: 0.7}'; or a file of measured times, .json or .csv (default: 50ms)",
    };

    private readonly Option<TimeSpan?> _connectTime = DurationOption.Create(
        "--connect-time",
        "Duration of connecting (default: 0s)"
    );

    private readonly Option<TimeSpan?> _registration = DurationOption.Create(
        "--registration",
        "Length of the server's registration phase (default: 0s)"
    );

    private readonly Option<double?> _attachmentRate = new("--attachment-rate")
    {
        HelpName = "speed",
        Description = "Transfer rate of attachments, in bytes per second, as in 125kB, 10MiB (default: unlimited)",
        CustomParser = ParseRate,
    };

    private readonly Option<double?> _staggerScale = new("--stagger-scale")
    {
        HelpName = "factor",
        Description = "Factor of the stagger of up to 10 s; 0: none (default: 1)",
        CustomParser = ParseScale,
    };

    private readonly Option<DateTimeOffset?> _epoch = new("--epoch")
    {
        HelpName = "time",
        Description = "The log's time at the start (default: 2000-01-01T00:00:00Z, as in Shadow)",
        CustomParser = ParseEpoch,
    };

    private readonly Option<DateTime?> _start = StartOption.Create(
        "Date and time of the users at the start, for those with a rhythm, as in 2026-03-02T08:00 (default: that of --epoch, in UTC)"
    );

    private readonly Option<string?> _rhythm = new("--rhythm")
    {
        HelpName = "file",
        Description =
            "With --users: 24 or 168 weights of the hours in which people start to chat, from 0 h or Monday 0 h; none: all hours alike (default: rhythm.dat of --models, else none)",
    };

    private readonly Option<bool> _extended = new("--log-extended")
    {
        Description = "Also log send timing and finished attachments",
    };

    private readonly Option<bool> _statsOnly = new("--stats-only")
    {
        Description = "Write no event log; statistics go to stdout",
    };

    private readonly Option<string?> _log = new("--log")
    {
        HelpName = "file",
        Description = "File of the event log (default: stdout); statistics then go to stdout",
    };

    private readonly Option<int?> _jobs = new("--jobs", "--threads")
    {
        HelpName = "n",
        Description = "Number of threads; the result does not depend on it (default: one per processor)",
        CustomParser = ParseThreads,
    };

    private readonly Option<string?> _temporary = new("--temp-dir")
    {
        HelpName = "dir",
        Description = "Directory for sorting a log that does not fit into memory (default: the system's)",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress and no summary on stderr" };

    private readonly ExportOptionSet _export = new();

    private readonly Option<OutputFormat> _format = FormatOption.Create();

    public SimulateOptions()
    {
        _latencyOf.AcceptOnlyFromAmong("delivery", "round-trip");
        Population.Users.Description =
            "Draw this many users in memory, as generate does with --seed, instead of reading CONFIG";
    }

    /// <summary>The options of <c>generate</c>. Of these, <c>simulate</c> has only those of a population.</summary>
    public GenerateOptions Population { get; } = new();

    /// <summary>Adds all options to a command, in the order of the help.</summary>
    public void AddTo(Command command, string workingDirectory)
    {
        command.Add(_configs);
        command.AddGroup("Run", [_hosts, _duration, _grace, _seed, _epoch, _start, _jobs, _temporary]);
        command.AddGroup(
            "Network",
            [_latency, _latencyOf, _connectTime, _registration, _attachmentRate, _staggerScale]
        );
        command.AddGroup("Output", [_log, _extended, _statsOnly, _format, _quiet]);
        command.AddGroup("People without files", [.. Population.PopulationOptions, _rhythm]);
        _export.AddTo(command, workingDirectory);
        command.Validators.Add(CheckOutputs);
        command.Validators.Add(CheckPopulation);
    }

    /// <summary>Reads the values.</summary>
    public SimulateArguments Read(ParseResult given, string workingDirectory)
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
            Export = _export.Read(given, workingDirectory),
            Threads = given.GetValue(_jobs) ?? Math.Min(Environment.ProcessorCount, MaxThreads),
            TemporaryDirectory = given.GetValue(_temporary),
            Quiet = given.GetValue(_quiet),
            Format = given.GetValue(_format),
        };
    }

    /// <remarks>
    /// Validators read tokens only, because an option that could not be parsed has no value; the parser reports it.
    /// </remarks>
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
                "--format json needs stdout, which the event log uses: give --log FILE, --export or --stats-only"
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
                drawn ? "CONFIG and --users contradict each other" : "no users to simulate: give CONFIG or --users"
            );
        else if (drawn && IsGiven(result, _hosts))
            result.AddError("--hosts requires CONFIG");
        else if (!drawn && IsGiven(result, _rhythm))
            result.AddError("--rhythm requires --users: a configuration contains its own rhythm");
        else if (!drawn && Population.PopulationOptions.FirstOrDefault(option => IsGiven(result, option)) is { } stray)
            result.AddError($"{stray.Name} requires --users");
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static double? ParseScale(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double scale)
            && scale is >= 0 and <= MaxStaggerScale // "-Infinity" is parsed in any style
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

/// <summary>Parses transfer rates on a command line: bytes per second, with or without a unit.</summary>
internal static class ByteRateText
{
    /// <summary>The grammar of <see cref="TryParse"/>, for help and error messages.</summary>
    public const string Grammar =
        "bytes per second, from 1, with or without a unit (kB, MB, GB, KiB, MiB, GiB), as in 125kB, 10MiB";

    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("kB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("B", 1),
    ];

    /// <summary>Parses a rate.</summary>
    public static bool TryParse(string text, out double bytesPerSecond)
    {
        (string unit, double factor) = Array.Find(
            Units,
            entry => text.EndsWith(entry.Unit, StringComparison.OrdinalIgnoreCase)
        );
        ReadOnlySpan<char> number = unit is null ? text : text.AsSpan(0, text.Length - unit.Length);
        bool valid = double.TryParse(
            number,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out bytesPerSecond
        );
        bytesPerSecond *= unit is null ? 1 : factor;
        return valid && bytesPerSecond >= 1;
    }
}
