using MGen.EventLog;
using MGen.Gateway.Front;
using MGen.Telemetry;

namespace MGen.Server;

/// <summary>What the command line of <c>mgen-server</c> says.</summary>
/// <param name="Front">The TLS front.</param>
/// <param name="Group">How much groups keep for their members.</param>
/// <param name="Quiet">Whether to keep silent on stderr but for errors.</param>
/// <param name="Diagnostics">What goes to stderr while it runs.</param>
/// <param name="LogFull">What happens when the event log's reader stands still.</param>
internal sealed record ServerArguments(FrontArguments Front, GroupLimits Group, bool Quiet, DiagnosticsOptions Diagnostics, FullQueue LogFull);
