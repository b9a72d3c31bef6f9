namespace MGen.Analysis.Results;

/// <summary>The beginnings and ends of connections.</summary>
/// <param name="Opened">Connections that clients opened: the number of handshakes sent.</param>
/// <param name="Conversations">Conversations that opened any connection.</param>
/// <param name="PeerDialled">
/// Connections between peers that succeeded at the first attempt (later ones have no line).
/// </param>
/// <param name="Accepted">TCP connections that servers accepted.</param>
/// <param name="Registered">Registrations at servers.</param>
/// <param name="FailedByStage">Connections that failed at servers, by stage: accept, tls, handshake, receive.</param>
/// <param name="Terminated">Connections that a server's writing side found dead.</param>
/// <param name="Refused">Users that servers refused, by reason.</param>
public sealed record ConnectionSummary(
    long Opened,
    long Conversations,
    long PeerDialled,
    long Accepted,
    long Registered,
    IReadOnlyDictionary<string, long> FailedByStage,
    long Terminated,
    IReadOnlyDictionary<string, long> Refused
)
{
    /// <summary>Connections of conversations that had opened one before.</summary>
    public long Reopened => Opened - Conversations;
}
