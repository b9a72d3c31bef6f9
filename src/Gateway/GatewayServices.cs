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
    TimeProvider Clock);
