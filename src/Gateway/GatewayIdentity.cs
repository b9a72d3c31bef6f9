namespace MGen.Gateway;

/// <summary>Which gateway process this is, and whether it is about to end.</summary>
/// <param name="Id">Unique among all gateways of a cluster, for one run.</param>
/// <param name="Stopping">Cancelled when nothing needs to reach the groups any more.</param>
internal sealed record GatewayIdentity(Guid Id, CancellationToken Stopping);
