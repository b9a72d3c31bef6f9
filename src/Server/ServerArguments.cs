using MGen.EventLog;
using MGen.Gateway.Front;
using MGen.LivePage;
using MGen.Telemetry;

namespace MGen.Server;

/// <summary>The values of the options and arguments of <see cref="ServerCommand"/>.</summary>
/// <param name="Front">The TLS front.</param>
/// <param name="Group">How much groups keep.</param>
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
