using System.CommandLine;
using System.CommandLine.Parsing;
using MGen.Cli;
using MGen.Model.Sharding;
using MGen.Transport;

namespace MGen.Client;

/// <summary>The grammar of the command line.</summary>
internal sealed class ClientCommand
{
    /// <summary>Runnable examples for the help text.</summary>
    public const string Examples =
        """
          mgen-client alice.yaml                          one user, until Ctrl-C
          mgen-client 'users/*.yaml' --duration 30m       all files, half an hour
          mgen-client --check 'users/*.yaml'              only look for mistakes
          mgen-client alice.yaml --seed 7 > alice.log     repeatable traffic
          mgen-client 'users/*.yaml' --seed 7 --shard 2/3 the second third of a run

        A run without --duration ends with 0 at Ctrl-C or SIGTERM. With --duration
        an early signal is 130; at its end frames that were given up or never
        reached a server are 4, and a schedule lag p99 above 100 ms is 5.
        """;

    private readonly Argument<string[]> _configs = new("config")
    {
        Description = "Configuration file of one user, or a glob of such files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of all draws. Default: drawn from entropy and printed." };

    private readonly Option<UserShard> _shard = new("--shard")
    {
        Description = "Run a part of the users, as in 2/3: each process takes its own. Needs --seed, the same for all.",
        DefaultValueFactory = _ => UserShard.Whole,
        CustomParser = ParseShard,
    };

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "How long to run: 500ms, 30s, 10m, 1.5h. Default: until a signal.",
        CustomParser = ParseDuration,
    };

    private readonly Option<bool> _check = new("--check") { Description = "Validate the configuration and start nothing." };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "No start lines, progress or summary on stderr." };

    private readonly Option<bool> _extended = new("--log-extended") { Description = "Also log send timing and finished attachments." };

    private readonly Option<double> _staggerScale = new("--stagger-scale")
    {
        Description = "Factor of the start stagger of up to 10 s. 0: none.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<TlsEngineKind> _engine = new("--engine") { Description = "What carries TLS: auto, openssl or managed." };

    public ClientCommand(Func<ClientArguments, Task<ExitCode>> run)
    {
        _staggerScale.Validators.Add(CheckScale);
        _shard.Validators.Add(CheckShard);
        Root = new RootCommand("Runs simulated messenger users against message servers. The event log goes to stdout.")
        {
            _configs, _seed, _shard, _duration, _check, _quiet, _extended, _staggerScale, _engine,
        };
        Root.SetAction(async result => (int)await run(ArgumentsOf(result)));
    }

    /// <summary>The command.</summary>
    public RootCommand Root { get; }

    private ClientArguments ArgumentsOf(ParseResult result) => new()
    {
        Configs = result.GetRequiredValue(_configs),
        Seed = result.GetValue(_seed),
        Shard = result.GetRequiredValue(_shard),
        Duration = result.GetValue(_duration),
        CheckOnly = result.GetValue(_check),
        Quiet = result.GetValue(_quiet),
        LogExtended = result.GetValue(_extended),
        StaggerScale = result.GetValue(_staggerScale),
        Engine = result.GetValue(_engine),
    };

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (DurationText.TryParse(text, out TimeSpan duration) && duration > TimeSpan.Zero)
            return duration;
        result.AddError($"--duration '{text}' is not {DurationText.Grammar}");
        return null;
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

    private static void CheckScale(OptionResult result)
    {
        if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1_000))
            result.AddError("--stagger-scale must be from 0 to 1000");
    }
}
