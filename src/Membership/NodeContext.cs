using MGen.EventLog;
using Microsoft.Extensions.Logging;

namespace MGen.Membership;

/// <summary>What a process of a cluster gets from its program or test.</summary>
/// <param name="Log">The event log; not disposed by the process.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Diagnostics">Where warnings go.</param>
/// <param name="NameSuffix">Makes the member's name unique among those of its kind on this machine; diagnostics show it.</param>
public sealed record NodeContext(EventLogWriter Log, TimeProvider Clock, ILoggerProvider Diagnostics, string NameSuffix)
{
    /// <summary>Diagnostics below this level are not made.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
