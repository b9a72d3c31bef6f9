using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.SwarmHosting;
using MGen.Telemetry;
using MGen.Transport;

namespace MGen.Client;

/// <summary>The grammar of the command line.</summary>
internal sealed class ClientCommand
{
    /// <summary>Runnable examples for the help text.</summary>
    private const string Examples = """
          mgen-client alice.yaml                          one user, until Ctrl-C
          mgen-client 'users/*.yaml' --duration 30m       all files, half an hour
          mgen-client --check 'users/*.yaml'              only look for mistakes
          mgen-client alice.yaml --seed 7 > alice.log     repeatable traffic
          mgen-client 'users/*.yaml' --seed 7 --shard 2/3 the second third of a run
        """;

    /// <summary>What the help has besides the options.</summary>
    public static readonly HelpPage Help = new(Examples, RunOptions.ExitCodes, DiagnosticsOption.EnvironmentHelp);

    private readonly Argument<string[]> _configs = new("config")
    {
        Description = "Configuration file of one user, or a glob of such files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly RunOptions _run = new("send timing and finished attachments");

    private readonly Option<double> _staggerScale = new("--stagger-scale")
    {
        Description = "Factor of the start stagger of up to 10 s. 0: none.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<TlsEngineKind> _engine = new("--engine")
    {
        Description = "What carries TLS (default: auto).",
    };

    public ClientCommand(Func<ClientArguments, Task<ExitCode>> run)
    {
        OptionRules.RequireBetween(_staggerScale, 0, 1_000);
        Root = new RootCommand("Runs simulated messenger users against message servers. The event log goes to stdout.")
        {
            _configs,
        };
        _run.AddTo(Root);
        Root.AddGroup("Run", _staggerScale);
        Root.AddGroup("TLS", _engine);
        Root.SetAction(async result => (int)await run(ArgumentsOf(result)));
    }

    /// <summary>The command.</summary>
    public RootCommand Root { get; }

    private ClientArguments ArgumentsOf(ParseResult result) =>
        new()
        {
            Configs = result.GetRequiredValue(_configs),
            Run = _run.Read(result),
            StaggerScale = result.GetValue(_staggerScale),
            Engine = result.GetValue(_engine),
        };
}

/// <summary>The arguments of the command line.</summary>
internal sealed record ClientArguments
{
    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>The options that clients and peers share.</summary>
    public required RunArguments Run { get; init; }

    /// <summary>Factor of the start stagger (the wait of up to 10 s before a conversation connects).</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>The implementation of TLS.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}
