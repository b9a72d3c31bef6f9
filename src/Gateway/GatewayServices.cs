using MGen.EventLog;

namespace MGen.Gateway;

/// <summary>What every connection of a gateway uses.</summary>
internal sealed record GatewayServices(
    GatewayOptions Options,
    GroupLinks Links,
    bool GroupsAreRemote,
    RegistrationPhase Phase,
    ServerLog Log,
    GatewayMetrics Metrics,
    TimeProvider Clock)
{
    /// <summary>Slows down users who connect again and again.</summary>
    public ReconnectGuard Reconnects { get; } = new(Options, Clock);
}
