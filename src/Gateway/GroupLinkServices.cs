using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>What all links of a gateway share.</summary>
internal sealed record GroupLinkServices(
    GatewayIdentity Gateway,
    GatewaySettings Options,
    GatewayMetrics Metrics,
    TimeProvider Clock,
    ILogger Logger
);
