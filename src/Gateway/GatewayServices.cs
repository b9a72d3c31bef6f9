using MGen.EventLog;

namespace MGen.Gateway;

/// <summary>What all connections of a gateway share.</summary>
internal sealed record GatewayServices(
    GatewaySettings Options,
    GroupLinks Links,
    bool GroupsAreRemote,
    RegistrationPhase Phase,
    ServerLog Log,
    GatewayMetrics Metrics,
    TimeProvider Clock
)
{
    /// <summary>Delays the joins of users who connect too often.</summary>
    public ReconnectGuard Reconnects { get; } = new(Options, Clock);
}
