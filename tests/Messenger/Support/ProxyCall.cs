using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>What a client asked of a proxy; without a user name if the proxy wanted none.</summary>
internal sealed record ProxyCall(string? User, string? Password, HostPort Target);
