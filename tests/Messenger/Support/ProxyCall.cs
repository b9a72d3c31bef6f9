using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>A request that a proxy received; without a user name if it did not ask for one.</summary>
internal sealed record ProxyCall(string? User, string? Password, HostPort Target);
