using MGen.EventLog;
using MGen.Telemetry;

namespace MGen.Membership.CommandLine;

/// <summary>The values of the options of <see cref="MemberCommand"/>.</summary>
/// <param name="Options">How the process takes part in the cluster.</param>
/// <param name="StopsWithInput">Whether it also stops when its standard input ends.</param>
/// <param name="IsQuiet">Whether stderr receives only errors.</param>
/// <param name="Diagnostics">The level and format of the diagnostics on stderr.</param>
/// <param name="LogFull">What happens when the event log's reader stops reading.</param>
internal sealed record MemberArguments(
    MemberOptions Options,
    bool StopsWithInput,
    bool IsQuiet,
    DiagnosticsOptions Diagnostics,
    FullQueue LogFull
);
