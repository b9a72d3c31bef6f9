using System.CommandLine;
using System.CommandLine.Parsing;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.LivePage;
using MGen.Transport;

namespace MGen.Demo;

/// <summary>The grammar of the command line.</summary>
internal sealed class DemoCommand
{
    /// <summary>Runnable examples for the help text.</summary>
    private const string Examples = """
          mgen-demo                                     20 users for 30 s
          mgen-demo --users 500 --duration 2m           more, and longer
          mgen-demo --peer                              no server: users connect
          mgen-demo --cluster                           a cluster with two kills
          mgen-demo --cluster --duration 1m --web       the same, in a browser
          mgen-demo --seed 42 --out runs/first          the same people, logs to keep
          mgen-demo --format json --quiet > run.json    for a program
        """;

    /// <summary>What the help has besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "finished; every message arrived",
            "bad usage, or --out is not empty; nothing was started",
            "could not start (too few file descriptors, an address in use), or the output cannot be written",
            "finished, and messages were lost",
            "finished, but doubtful: the p99 of the schedule lag is above 100 ms (the machine is busy, or too slow for this many users), or --cluster could not show both kills",
            "interrupted: Ctrl-C stops early and prints the summary; a second one exits immediately"
        )
    );

    private static readonly DemoArguments Defaults = new();

    private readonly Option<int> _users = new("--users")
    {
        HelpName = "n",
        Description = $"How many users talk: {DemoArguments.MinUsers} to {DemoArguments.MaxUsers}.",
        DefaultValueFactory = _ => Defaults.Users,
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        HelpName = "time",
        Description = "How long they talk: 30s, 10m, 1.5h; from 500ms to 24h, plus start and stop (default: 30s).",
    };

    private readonly Option<ulong?> _seed = new("--seed")
    {
        HelpName = "n",
        Description = "Seed of the population and of all draws (default: drawn from entropy, and printed).",
    };

    private readonly Option<string?> _out = new("--out", "-o")
    {
        HelpName = "dir",
        Description = "Directory of the logs, empty or new (default: a new one among the temporary files).",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "How the summary is written to stdout.",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<bool> _quiet = new("--quiet")
    {
        Description = "Write only errors to stderr: no live view, which costs processor time, and no progress lines.",
    };

    private readonly DashboardOption _web = new(port: 8396, "--web");

    private readonly Option<string> _engine = new("--engine")
    {
        Description =
            "The implementation of TLS: OpenSSL's handshake with the program's own record layer; OpenSSL for both; or .NET's SslStream.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<bool> _peer = new("--peer")
    {
        Description = "No servers: users connect to each other, and large messages are sent whole.",
    };

    private readonly Option<bool> _cluster = new("--cluster")
    {
        Description =
            "A cluster of two silos and two gateways, each a process. A silo is killed after a third of the time, a gateway after two thirds.",
    };

    public DemoCommand(Func<DemoArguments, Task<ExitCode>> run)
    {
        _duration.CustomParser = ParseDuration;
        OptionRules.RequireBetween(_users, DemoArguments.MinUsers, DemoArguments.MaxUsers);
        _format.AcceptOnlyFromAmong("text", "json");
        _engine.AcceptOnlyFromAmong("auto", "records", "openssl", "managed");
        Root = new RootCommand(
            "A message server, a web server and users who talk over both, on this machine, with a live view."
        );
        Root.AddGroup("What runs", _cluster, _peer, _engine);
        Root.AddGroup("Run", _users, _duration, _seed);
        Root.AddGroup("Output", _out, _format, _quiet);
        _web.AddTo(Root, "Output");
        Root.Validators.Add(CheckDeployment);
        Root.SetAction(async parsed => (int)await run(Read(parsed)));
    }

    /// <summary>The command.</summary>
    public RootCommand Root { get; }

    private DemoArguments Read(ParseResult parsed) =>
        new()
        {
            Deployment =
                parsed.GetValue(_peer) ? DeploymentKind.Peers
                : parsed.GetValue(_cluster) ? DeploymentKind.Cluster
                : DeploymentKind.Server,
            Users = parsed.GetValue(_users),
            Duration = parsed.GetValue(_duration) ?? Defaults.Duration,
            Seed = parsed.GetValue(_seed),
            LogDirectory = parsed.GetValue(_out),
            IsJson = parsed.GetValue(_format) == "json",
            Quiet = parsed.GetValue(_quiet),
            Web = _web.Read(parsed),
            Engine = Enum.Parse<TlsEngineKind>(parsed.GetValue(_engine)!, ignoreCase: true),
        };

    private void CheckDeployment(CommandResult result)
    {
        if (result.GetValue(_cluster) && result.GetValue(_peer))
            result.AddError("--cluster and --peer exclude each other: peers have no servers");
    }

    private TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!DurationText.TryParse(text, out TimeSpan duration))
            result.AddError($"--duration '{text}' is not {DurationText.Grammar}");
        else if (duration < DemoArguments.MinDuration || duration > DemoArguments.MaxDuration)
            result.AddError($"--duration '{text}' is not from 500ms to 24h");
        else if (duration < DemoArguments.MinClusterDuration && result.GetValue(_cluster))
            result.AddError(
                $"--cluster needs a --duration of {DemoArguments.MinClusterDuration.TotalSeconds}s or more: the failure of each killed process must be detected before the next kill"
            );
        else
            return duration;
        return null;
    }
}

/// <summary>The arguments of the command line.</summary>
internal sealed record DemoArguments
{
    /// <summary>Fewest users: a conversation needs two.</summary>
    public const int MinUsers = 2;

    /// <summary>
    /// Most users. They have about 15,500 conversations. Each conversation uses a port of loopback, and Linux has
    /// 28,000.
    /// </summary>
    public const int MaxUsers = 5_000;

    /// <summary>Shortest <see cref="Duration"/>: long enough for the last conversation to wake up.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Shortest <see cref="Duration"/> with a cluster: two processes are killed, and detecting each failure takes some
    /// seconds.
    /// </summary>
    public static readonly TimeSpan MinClusterDuration = TimeSpan.FromSeconds(10);

    /// <summary>Longest <see cref="Duration"/>; the limit of a timer is 49 days.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(24);

    public DeploymentKind Deployment { get; init; }

    public int Users { get; init; } = 20;

    /// <summary>How long users talk, counted from when all of them are registered.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the population and of all draws; <c>null</c> draws it from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The directory for logs; <c>null</c> creates one among the system's temporary files.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>Whether the summary is written as JSON (<c>docs/schemas/demo.schema.json</c>).</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether stderr receives errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Where the live page is served; <c>null</c>: nowhere.</summary>
    public DashboardAddress? Web { get; init; }

    /// <summary>The implementation of TLS, at both ends.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}
