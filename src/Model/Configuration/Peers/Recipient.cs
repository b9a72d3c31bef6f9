using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>A peer that messages are sent to.</summary>
/// <param name="User">The name.</param>
/// <param name="Address">The address from the hosts file.</param>
public sealed record Recipient(Identifier User, HostPort Address);
