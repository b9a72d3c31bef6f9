namespace MGen.Gateway;

/// <summary>Identifies a gateway, and signals its end.</summary>
/// <param name="Id">Unique among all gateways of a cluster and all their runs.</param>
/// <param name="Stopping">Cancelled when nothing more needs to reach the groups.</param>
internal sealed record GatewayIdentity(Guid Id, CancellationToken Stopping);
