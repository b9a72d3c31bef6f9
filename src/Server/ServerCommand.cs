using System.CommandLine;
using MGen.Cli;
using MGen.Gateway.Front;
using MGen.Silo;

namespace MGen.Server;

/// <summary>The grammar of <c>mgen-server</c>'s command line.</summary>
internal sealed class ServerCommand
{
    private readonly FrontCommand _front = new();

    private readonly GroupLimitOptions _limits = new("of this server");

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing on stderr but errors." };

    private readonly EventLogOption _log = new();

    public ServerCommand()
    {
        Root = new RootCommand("The message server: relays messages and receipts between the members of groups, over TLS. Event log on stdout.");
        _front.AddTo(Root);
        _limits.AddTo(Root);
        Root.Options.Add(_quiet);
        _log.AddTo(Root);
    }

    /// <summary>The command.</summary>
    public RootCommand Root { get; }

    /// <summary>Turns what was parsed into options.</summary>
    public ServerArguments Read(ParseResult parsed, ProgramWorld world)
    {
        FrontArguments front = _front.Read(parsed, world);
        return new ServerArguments(front, _limits.Read(parsed), parsed.GetValue(_quiet), _log.Read(parsed));
    }
}
