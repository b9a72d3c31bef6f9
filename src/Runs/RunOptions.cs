using System.CommandLine;
using System.CommandLine.Parsing;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.LivePage;
using MGen.Model.Sharding;

namespace MGen.Runs;

/// <summary>The options that <c>mgen-client</c> and <c>mgen-peer</c> both have.</summary>
public sealed class RunOptions
{
    /// <summary>The live page's port; mgen-server has the one before, so that both run on one machine.</summary>
    private const int DashboardPort = 8398;

    private const string LogGroup = "Event log and summary";

    private readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "Seed of all draws (default: drawn from entropy, and printed).",
    };

    private readonly Option<UserShard> _shard = new("--shard")
    {
        HelpName = "i/n",
        Description =
            "Run a part of the users, as in 2/3: each process takes its own. Needs --seed, the same for all (default: 1/1).",
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
            "The date and time of the people when the run starts, for those with a rhythm: 2026-03-02T08:00 (default: now, in UTC).",
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
        Description = "Where the event log goes (default: standard output).",
    };

    private readonly Option<string?> _summaryFile = new("--summary")
    {
        HelpName = "file",
        Description =
            "Also write the summary as JSON. 'mgentools analyze' reads it where it lies beside the logs and its name ends in summary.json.",
    };

    private readonly EventLogOption _log = new();

    private readonly DashboardOption _dashboard = new(DashboardPort);

    /// <summary>How a run ends.</summary>
    public static ExitTable ExitCodes { get; } =
        ExitTable.Create(
            "finished, all checks held; without --duration also ended by a signal",
            "bad usage or configuration; nothing was started",
            "could not start, or the output cannot be written",
            "finished, and frames were given up or never arrived, or the event log lacks lines",
            "finished, but doubtful: the p99 of the schedule's lag is above 100 ms, or more messages lack a receipt than can be under way",
            "interrupted before the end of --duration"
        );

    /// <summary>Makes the options.</summary>
    /// <param name="extendedLines">What <c>--log-extended</c> adds to the log, in words.</param>
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
        _dashboard.AddTo(command, "Live page");
        command.Add(_quiet);
    }

    /// <summary>What was asked for.</summary>
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
