using System.CommandLine;
using System.CommandLine.Parsing;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.LivePage;
using MGen.Model.Configuration;
using MGen.Telemetry;

namespace MGen.SwarmHosting;

/// <summary>The options that <c>mgen-client</c> and <c>mgen-peer</c> share.</summary>
public sealed class RunOptions
{
    /// <summary>
    /// The live page's port. The port of mgen-server's page is one lower, so that both can run on one machine.
    /// </summary>
    private const int DashboardPort = 8398;

    private const string LogGroup = "Event log, summary and diagnostics";

    private readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "Seed of all draws (default: from the system's entropy; it is printed).",
    };

    private readonly Option<UserShard> _shard = new("--shard")
    {
        HelpName = "i/n",
        Description =
            "Run one part of the users, as in 2/3: one process per part. Needs --seed, the same in all processes (default: 1/1).",
        DefaultValueFactory = _ => UserShard.Whole,
        CustomParser = ParseShard,
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        HelpName = "time",
        Description = "How long to run: 500ms, 30s, 10m, 1.5h (default: until a signal).",
        CustomParser = ParseDuration,
    };

    private readonly Option<DateTime?> _start = new("--start")
    {
        HelpName = "time",
        Description =
            "Date and time of the users when the run starts, for configurations with a rhythm: 2026-03-02T08:00 (default: now, in UTC).",
        CustomParser = ParseStart,
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Validate the configuration and start nothing.",
    };

    private readonly Option<bool> _quiet = new("--quiet")
    {
        Description = "No start lines, progress or summary on stderr.",
    };

    private readonly Option<bool> _extended;

    private readonly Option<string?> _logFile = new("--log")
    {
        HelpName = "file",
        Description = "File of the event log (default: standard output).",
    };

    private readonly Option<string?> _summaryFile = new("--summary")
    {
        HelpName = "file",
        Description =
            "Also write the summary as JSON. 'mgentools analyze' reads it if it is next to the logs and its name ends in summary.json.",
    };

    private readonly EventLogOption _log = new();

    // A run in which nothing connects must say so with --quiet, too.
    private readonly DiagnosticsOption _diagnostics = new(withTraces: true, quietHidesWarnings: false);

    private readonly DashboardOption _dashboard = new(DashboardPort);

    /// <summary>The exit codes.</summary>
    public static ExitTable ExitCodes { get; } =
        ExitTable.Create(
            "finished, all checks held; without --duration also ended by a signal",
            "bad usage or configuration; nothing was started",
            "could not start, or the output cannot be written",
            "finished, but frames were dropped or not delivered, or lines of the event log were lost",
            "finished, but doubtful: the p99 of the schedule lag is above 100 ms, or more messages lack a receipt than can be in flight",
            "interrupted before the end of --duration"
        );

    /// <summary>Creates the options.</summary>
    /// <param name="extendedLines">The lines that <c>--log-extended</c> adds to the log, for the help text.</param>
    public RunOptions(string extendedLines)
    {
        _extended = new Option<bool>("--log-extended") { Description = $"Also log {extendedLines}." };
        _shard.Validators.Add(CheckShard);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.AddGroup("Run", _duration, _seed, _shard, _start, _check);
        command.AddGroup(LogGroup, _logFile, _extended, _summaryFile);
        _log.AddTo(command, LogGroup);
        _diagnostics.AddTo(command, LogGroup);
        _dashboard.AddTo(command, "Live page");
        command.Add(_quiet);
    }

    /// <summary>Reads the values.</summary>
    public RunArguments Read(ParseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new RunArguments
        {
            Seed = result.GetValue(_seed),
            Shard = result.GetRequiredValue(_shard),
            Duration = result.GetValue(_duration),
            Start = result.GetValue(_start),
            CheckOnly = result.GetValue(_check),
            Quiet = result.GetValue(_quiet),
            LogExtended = result.GetValue(_extended),
            LogFile = result.GetValue(_logFile),
            SummaryFile = result.GetValue(_summaryFile),
            LogFull = _log.Read(result),
            Diagnostics = _diagnostics.Read(result, result.GetValue(_quiet)),
            Dashboard = _dashboard.Read(result),
        };
    }

    private static UserShard ParseShard(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (!UserShard.TryParse(text, out UserShard shard))
            result.AddError($"--shard '{text}' is not {UserShard.Grammar}");
        return shard;
    }

    private void CheckShard(OptionResult result)
    {
        if (!result.Implicit && result.GetResult(_seed) is null)
            result.AddError("--shard needs --seed: shards of one run draw from the same seed");
    }

    private static DateTime? ParseStart(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (StartText.TryParse(text, out DateTime start))
            return start;
        result.AddError($"--start '{text}' is not {StartText.Grammar}");
        return null;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (DurationText.TryParse(text, out TimeSpan duration) && duration > TimeSpan.Zero)
            return duration;
        result.AddError($"--duration '{text}' is not {DurationText.Grammar}");
        return null;
    }
}

/// <summary>The values of the options that <c>mgen-client</c> and <c>mgen-peer</c> share.</summary>
public sealed record RunArguments
{
    /// <summary>The seed; <c>null</c>: draw one from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The part of the users that this process runs.</summary>
    public UserShard Shard { get; init; } = UserShard.Whole;

    /// <summary>The part as text for the start line; empty if this process runs all users.</summary>
    public string ShardText => Shard == UserShard.Whole ? "" : $"   shard {Shard}";

    /// <summary>How long to run; <c>null</c>: until a signal.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The users' date and time at the start of the run, for configurations with a rhythm; <c>null</c>: the clock's, in
    /// UTC.
    /// </summary>
    public DateTime? Start { get; init; }

    /// <summary>Only validate the configuration.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Print no start lines, progress or summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Write event log lines that the original does not have.</summary>
    public bool LogExtended { get; init; }

    /// <summary>The file of the event log; <c>null</c>: standard output.</summary>
    public string? LogFile { get; init; }

    /// <summary>The file of the summary as JSON; <c>null</c>: none.</summary>
    public string? SummaryFile { get; init; }

    /// <summary>The address of the live page; <c>null</c>: none.</summary>
    public DashboardAddress? Dashboard { get; init; }

    /// <summary>What to do when the event log's queue is full because its reader is slow.</summary>
    public FullQueue LogFull { get; init; }

    /// <summary>Level and format of diagnostics, and which messages are traced.</summary>
    public DiagnosticsOptions Diagnostics { get; init; } = new();
}
