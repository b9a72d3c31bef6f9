using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.SwarmHosting;
using MGen.Telemetry;

namespace MGen.Peer;

/// <summary>The grammar of the command line.</summary>
internal sealed class PeerCommand
{
    /// <summary>Runnable examples for the help text.</summary>
    private const string Examples = """
          mgen-peer hosts alice.yaml                       one user, until Ctrl-C
          mgen-peer hosts 'users/*.yaml' --duration 30m    all files, half an hour
          mgen-peer --check hosts 'users/*.yaml'           only look for mistakes
          mgen-peer hosts alice.yaml --seed 7 > alice.log  repeatable traffic
        """;

    /// <summary>The parts of the help text in addition to the options.</summary>
    public static readonly HelpPage Help = new(Examples, RunOptions.ExitCodes, DiagnosticsOption.EnvironmentHelp);

    private readonly Argument<string> _hosts = new("hosts")
    {
        Description =
            "Hosts file: the address of each user. A line has an address and the names of the users at that address, as in 127.0.0.1:7001 alice.",
    };

    private readonly Argument<string[]> _configs = new("config")
    {
        Description = "Configuration file of one user, or a glob of such files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly RunOptions _run = new("send timing");

    public PeerCommand(Func<PeerArguments, Task<ExitCode>> run)
    {
        Root = new RootCommand(
            "Runs simulated messenger users without a server: they connect to each other. The event log goes to stdout."
        )
        {
            _hosts,
            _configs,
        };
        _run.AddTo(Root);
        Root.SetAction(async result =>
            (int)
                await run(
                    new PeerArguments
                    {
                        Hosts = result.GetRequiredValue(_hosts),
                        Configs = result.GetRequiredValue(_configs),
                        Run = _run.Read(result),
                    }
                )
        );
    }

    /// <summary>The command.</summary>
    public RootCommand Root { get; }
}

/// <summary>The arguments of the command line.</summary>
internal sealed record PeerArguments
{
    /// <summary>Path of the hosts file.</summary>
    public required string Hosts { get; init; }

    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>The options that clients and peers share.</summary>
    public required RunArguments Run { get; init; }
}
