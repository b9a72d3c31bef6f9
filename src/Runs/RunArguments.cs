using MGen.EventLog;
using MGen.LivePage;
using MGen.Model.Sharding;

namespace MGen.Runs;

/// <summary>What the command lines of <c>mgen-client</c> and <c>mgen-peer</c> both ask for.</summary>
public sealed record RunArguments
{
    /// <summary>The run's seed; <c>null</c>: drawn from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Which part of the users this process runs.</summary>
    public UserShard Shard { get; init; } = UserShard.Whole;

    /// <summary>The part in words, for the line that says what runs; empty for the whole.</summary>
    public string ShardText => Shard == UserShard.Whole ? "" : $"   shard {Shard}";

    /// <summary>How long to run; <c>null</c>: until a signal.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The date and time of the people when the run starts, where they have a rhythm; <c>null</c>: the clock's, in UTC.
    /// </summary>
    public DateTime? Start { get; init; }

    /// <summary>Only look whether the configuration is valid.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>No start lines, no progress, no summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Log lines that the original does not have.</summary>
    public bool LogExtended { get; init; }

    /// <summary>Where the event log goes; <c>null</c>: to standard output.</summary>
    public string? LogFile { get; init; }

    /// <summary>Where the summary goes as JSON; <c>null</c>: nowhere.</summary>
    public string? SummaryFile { get; init; }

    /// <summary>Where the live page is served; <c>null</c>: nowhere.</summary>
    public DashboardAddress? Dashboard { get; init; }

    /// <summary>What happens when the event log's reader stands still.</summary>
    public FullQueue LogFull { get; init; }
}
