using MGen.EventLog;
using MGen.Telemetry;

namespace MGen.Membership.CommandLine;

/// <summary>What a command line says about membership, and about the process itself.</summary>
/// <param name="Options">How it takes part.</param>
/// <param name="StopsWithInput">Whether it stops when its standard input ends, too.</param>
/// <param name="IsQuiet">Whether stderr gets nothing but errors.</param>
/// <param name="Diagnostics">What goes to stderr while it runs.</param>
/// <param name="LogFull">What happens when the event log's reader stands still.</param>
internal sealed record MemberArguments(MemberOptions Options, bool StopsWithInput, bool IsQuiet, DiagnosticsOptions Diagnostics, FullQueue LogFull);
