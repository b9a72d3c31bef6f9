using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Membership.Tables;
using MGen.Replication;
using MGen.Telemetry;
using MGen.Wire;

namespace MGen.Membership.CommandLine;

/// <summary>The options about membership, health and stopping, which silos and gateways share.</summary>
internal sealed class MemberCommand
{
    private static readonly MemberOptions Defaults = new();

    private readonly Option<string> _cluster = new("--cluster-id")
    {
        HelpName = "name",
        Description = "The cluster's name: members with the same name form a cluster.",
        DefaultValueFactory = _ => Defaults.ClusterId,
    };

    private readonly Option<string> _service = new("--service-id")
    {
        HelpName = "name",
        Description = "Orleans' name of the service, which its clusters share.",
        DefaultValueFactory = _ => Defaults.ServiceId,
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        HelpName = "settings",
        Description =
            "PostgreSQL database in which members on several machines register, as in \"Host=db;Database=mgen;Username=mgen\" (default: a file, for one machine).",
    };

    private readonly Option<string?> _redis = new("--redis")
    {
        HelpName = "settings",
        Description =
            "Redis in which they register instead, as in db:6379,password=... It needs 'appendonly yes', 'appendfsync always' and no failover to a replica.",
    };

    private readonly Option<string> _folder = new("--local-folder")
    {
        HelpName = "dir",
        Description =
            "Directory in which members on one machine register, without --postgres and --redis (default: mgen-USER among the temporary files).",
        DefaultValueFactory = _ => Defaults.LocalFolder,
    };

    private readonly Option<string> _address = new("--member-address")
    {
        HelpName = "addr:port",
        Description =
            "Address on which other members connect to this one (port 0: a free port). Without --member-ca, traffic is neither encrypted nor authenticated: use a separate network.",
        DefaultValueFactory = _ => Defaults.Address.ToString(),
    };

    private readonly Option<int> _link = new("--link-port")
    {
        HelpName = "port",
        Description =
            "Port of that address for links from other members (0: a free port). Protected as --member-address is.",
        DefaultValueFactory = _ => Defaults.LinkPort,
    };

    private readonly Option<string?> _ca = new("--member-ca")
    {
        HelpName = "file",
        Description =
            "TLS among members, both ways: PEM file with the CA's certificate. Members without a certificate of it are refused. The same for all members.",
    };

    private readonly Option<string?> _certificate = new("--member-certificate")
    {
        HelpName = "file",
        Description = "PEM file with this member's certificate, issued by that CA.",
    };

    private readonly Option<string?> _key = new("--member-key")
    {
        HelpName = "file",
        Description = "PEM file with that certificate's key, not encrypted.",
    };

    private readonly Option<string> _probe = new("--probe-timeout")
    {
        HelpName = "time",
        Description = "Time within which a member must respond; longer than any pause that it should survive.",
        DefaultValueFactory = _ => "1s",
    };

    private readonly Option<int> _missed = new("--missed-probes")
    {
        Description = "Consecutive probes that a member may leave unanswered.",
        DefaultValueFactory = _ => Defaults.MissedProbes,
    };

    private readonly Option<int> _partitions = new("--partitions")
    {
        HelpName = "n",
        Description =
            "Number of partitions of the groups, and so the largest number of silos that share the work; the same for all members.",
        DefaultValueFactory = _ => Defaults.Partitions,
    };

    private readonly Option<string?> _health = new("--health")
    {
        HelpName = "addr:port",
        Description =
            "Address that serves /health/startup, /health/live and /health/ready over HTTP, as in 127.0.0.1:8080.",
    };

    private readonly Option<bool> _dashboard = new("--dashboard")
    {
        Description = "Shows the dashboard of Orleans at /dashboard of --health.",
    };

    private readonly Option<string> _drain = new("--drain-timeout")
    {
        HelpName = "time",
        Description = "Time limit of an orderly stop.",
        DefaultValueFactory = _ => "9s",
    };

    private readonly Option<bool> _tied = new("--stop-with-input")
    {
        Description =
            "Also stops when standard input ends, for example when the program that started it ends; "
            + "Ctrl-C of the terminal then reaches that program only.",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Write only errors to stderr." };

    private readonly DiagnosticsOption _diagnostics = new(withTraces: true);

    private readonly EventLogOption _log = new();

    public MemberCommand()
    {
        OptionRules.RequireAtLeast(_missed, 1);
        OptionRules.RequireBetween(_partitions, 1, PartitionMap.MaxCount);
        OptionRules.RequireBetween(_link, 0, 65_535);
        RequireAddress(_address);
        RequireReachable(_address);
        RequireAddress(_health);
        RequireDuration(_probe, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        RequireDuration(_drain, TimeSpan.Zero, TimeSpan.FromHours(1));
        RequireFileName(_cluster);
        RequireFileName(_service);
        RequireConnectionString(_postgres);
        RequireRedis();
        RequireTogether(_ca, _certificate, _key);
        _dashboard.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<bool>() && result.GetResult(_health) is null)
                result.AddError("--dashboard needs --health, the address that serves it");
        });
    }

    public void AddTo(Command command)
    {
        command.AddGroup(
            "Membership",
            _cluster,
            _service,
            _postgres,
            _redis,
            _folder,
            _address,
            _link,
            _partitions,
            _probe,
            _missed
        );
        command.AddGroup("TLS among members", _ca, _certificate, _key);
        command.AddGroup("Health and shutdown", _health, _dashboard, _drain, _tied);
        _diagnostics.AddTo(command);
        _log.AddTo(command);
        command.Options.Add(_quiet);
    }

    public MemberArguments Read(ParseResult parsed)
    {
        bool isQuiet = parsed.GetValue(_quiet);
        return new MemberArguments(
            OptionsOf(parsed),
            parsed.GetValue(_tied),
            isQuiet,
            _diagnostics.Read(parsed, isQuiet),
            _log.Read(parsed)
        );
    }

    private MemberOptions OptionsOf(ParseResult parsed) =>
        new()
        {
            ClusterId = parsed.GetValue(_cluster)!,
            ServiceId = parsed.GetValue(_service)!,
            PostgreSql = parsed.GetValue(_postgres) is { } settings ? ConnectionString.Complete(settings) : null,
            Redis = parsed.GetValue(_redis),
            LocalFolder = parsed.GetValue(_folder)!,
            Address = AddressOf(parsed.GetValue(_address))!,
            LinkPort = parsed.GetValue(_link),
            Tls =
                parsed.GetValue(_ca) is { } ca
                && parsed.GetValue(_certificate) is { } certificate
                && parsed.GetValue(_key) is { } key
                    ? new MemberTls(ca, certificate, key)
                    : null,
            Partitions = parsed.GetValue(_partitions),
            ProbeTimeout = DurationOf(parsed.GetValue(_probe)),
            MissedProbes = parsed.GetValue(_missed),
            Health = AddressOf(parsed.GetValue(_health)),
            Dashboard = parsed.GetValue(_dashboard),
            DrainTimeout = DurationOf(parsed.GetValue(_drain)),
        };

    private static HostPort? AddressOf(string? text) => HostPort.TryParse(text, out HostPort? address) ? address : null;

    private static TimeSpan DurationOf(string? text) =>
        DurationText.TryParse(text, out TimeSpan duration) ? duration : default;

    private static void RequireAddress(Option option) =>
        option.Validators.Add(result =>
        {
            string? text = result.GetValueOrDefault<string?>();
            if (text is not null && !HostPort.TryParse(text, out _))
                result.AddError($"{option.Name} {text}: allowed: {HostPort.ListenGrammar}");
        });

    private static void RequireReachable(Option<string> option) =>
        option.Validators.Add(result =>
        {
            string? text = result.GetValueOrDefault<string?>();
            if (
                HostPort.TryParse(text, out HostPort? address)
                && System.Net.IPAddress.TryParse(address.Host, out System.Net.IPAddress? ip)
                && (ip.Equals(System.Net.IPAddress.Any) || ip.Equals(System.Net.IPAddress.IPv6Any))
            )
            {
                result.AddError(
                    $"{option.Name} {text}: other members connect to this address: "
                        + "give one of this machine's, as in 10.0.0.5:11111"
                );
            }
        });

    private static void RequireConnectionString(Option option) =>
        option.Validators.Add(result =>
        {
            string? text = result.GetValueOrDefault<string?>();
            if (text is not null && ConnectionString.FindProblem(text) is { } problem)
                result.AddError($"{option.Name}: {problem}");
        });

    private void RequireRedis() =>
        _redis.Validators.Add(result =>
        {
            string? text = result.GetValueOrDefault<string?>();
            if (text is not null && RedisStore.FindProblem(text) is { } problem)
                result.AddError($"{_redis.Name}: {problem}");
            if (result.GetResult(_postgres) is not null)
                result.AddError($"{_redis.Name} and {_postgres.Name} exclude each other: a cluster has one store");
        });

    private static void RequireDuration(Option option, TimeSpan least, TimeSpan most) =>
        option.Validators.Add(result =>
        {
            string? text = result.GetValueOrDefault<string?>();
            if (!DurationText.TryParse(text, out TimeSpan duration))
                result.AddError($"{option.Name} {text}: allowed: {DurationText.Grammar}");
            else if (duration < least || duration > most)
                result.AddError($"{option.Name} {text}: allowed are {least} to {most}");
        });

    /// <summary>Requires that all of some options are given, or none.</summary>
    private static void RequireTogether(params Option<string?>[] options)
    {
        foreach (Option<string?> option in options)
        {
            option.Validators.Add(result =>
            {
                string[] missing =
                [
                    .. options.Where(other => result.GetResult(other) is null).Select(other => other.Name),
                ];
                if (missing.Length > 0)
                    result.AddError($"{option.Name} needs {string.Join(" and ", missing)}, too");
            });
        }
    }

    private static void RequireFileName(Option option) =>
        option.Validators.Add(result =>
        {
            string? text = result.GetValueOrDefault<string?>();
            if (
                string.IsNullOrEmpty(text)
                || text.Length > 100
                || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            )
                result.AddError($"{option.Name} {text}: allowed: 1 to 100 letters, digits, '-' and '_'");
        });
}

/// <summary>The values of the options of <see cref="MemberCommand"/>.</summary>
/// <param name="Options">How the process takes part in the cluster.</param>
/// <param name="StopsWithInput">Whether it also stops when its standard input ends.</param>
/// <param name="IsQuiet">Whether stderr receives only errors.</param>
/// <param name="Diagnostics">The level and format of the diagnostics on stderr, and which messages are traced.</param>
/// <param name="LogFull">What happens when the event log's reader stops reading.</param>
internal sealed record MemberArguments(
    MemberOptions Options,
    bool StopsWithInput,
    bool IsQuiet,
    DiagnosticsOptions Diagnostics,
    FullQueue LogFull
);
