using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Where a socket shall lead, and for whom. A proxy that isolates streams (Tor) keeps requests with different owners
/// apart.
/// </summary>
/// <param name="Target">Where to.</param>
/// <param name="User">The user it is for.</param>
/// <param name="Recipient">What the user wants there: the group, for a peer the recipient, for attachments the web
/// server's <c>host:port</c>.</param>
public sealed record DialRequest(HostPort Target, string User, string Recipient);
