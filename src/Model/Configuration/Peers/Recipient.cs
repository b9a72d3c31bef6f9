using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>Somebody a peer sends to.</summary>
/// <param name="User">The name.</param>
/// <param name="Address">Where the hosts file says to connect to.</param>
public sealed record Recipient(Identifier User, HostPort Address);
