using MGen.EventLog;
using Microsoft.Extensions.Logging;

namespace MGen.Membership;

/// <summary>What a program or a test provides to a process of a cluster.</summary>
/// <param name="Log">The event log; the process does not dispose it.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Diagnostics">Receives diagnostics.</param>
/// <param name="NameSuffix">
/// Makes the member's name unique among the members of its kind on this machine; diagnostics show it.
/// </param>
public sealed record NodeContext(EventLogWriter Log, TimeProvider Clock, ILoggerProvider Diagnostics, string NameSuffix)
{
    /// <summary>Lowest level of diagnostics that are created.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
