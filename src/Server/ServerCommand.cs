using System.CommandLine;
using MGen.Cli;
using MGen.EventLog;
using MGen.Gateway.Front;
using MGen.LivePage;
using MGen.Silo;
using MGen.Telemetry;

namespace MGen.Server;

/// <summary>The command line of <c>mgen-server</c>.</summary>
internal sealed class ServerCommand
{
    private readonly FrontCommand _front = new();

    private readonly GroupLimitOptions _limits = new("of this server");

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Write only errors to stderr." };

    private readonly DiagnosticsOption _diagnostics = new(withTraces: true);

    private readonly EventLogOption _log = new();

    private readonly DashboardOption _dashboard = new(8397);

    public ServerCommand()
    {
        Root = new RootCommand(
            "The message server: relays messages and receipts between the members of groups, over TLS. "
                + "Event log on stdout."
        );
        _front.AddTo(Root);
        _limits.AddTo(Root);
        _diagnostics.AddTo(Root);
        _log.AddTo(Root);
        _dashboard.AddTo(Root, "Live page");
        Root.Options.Add(_quiet);
    }

    /// <summary>The command.</summary>
    public RootCommand Root { get; }

    /// <summary>Reads the values of options and arguments.</summary>
    public ServerArguments Read(ParseResult parsed, ProgramWorld world)
    {
        FrontArguments front = _front.Read(parsed, world);
        bool isQuiet = parsed.GetValue(_quiet);
        return new ServerArguments(
            front,
            _limits.Read(parsed),
            isQuiet,
            _diagnostics.Read(parsed, isQuiet),
            _log.Read(parsed),
            _dashboard.Read(parsed)
        );
    }
}

/// <summary>The values of the options and arguments of <see cref="ServerCommand"/>.</summary>
/// <param name="Front">The TLS front.</param>
/// <param name="Group">The limits of groups.</param>
/// <param name="Quiet">Whether stderr receives only errors.</param>
/// <param name="Diagnostics">The level and format of the diagnostics on stderr.</param>
/// <param name="LogFull">What happens when the event log's reader stops reading.</param>
/// <param name="Dashboard">Where the live page is served; <c>null</c>: nowhere.</param>
internal sealed record ServerArguments(
    FrontArguments Front,
    GroupLimits Group,
    bool Quiet,
    DiagnosticsOptions Diagnostics,
    FullQueue LogFull,
    DashboardAddress? Dashboard
);
