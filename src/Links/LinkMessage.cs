namespace MGen.Links;

/// <summary>
/// The kind of a message on a link. Values below <see cref="FirstRequest"/> belong to links; the senders of requests
/// define the others.
/// </summary>
internal enum LinkMessage : byte
{
    /// <summary>
    /// The first message of the side that dialled: the cluster, the sender's identity, and the identity of the member
    /// that the sender wants to reach.
    /// </summary>
    Hello,

    /// <summary>The response to a request.</summary>
    Answer,

    /// <summary>The request failed; the body is the reason as text.</summary>
    Failure,

    /// <summary>Asks for a <see cref="Pong"/>: sent on a silent link with outstanding requests.</summary>
    Ping,

    /// <summary>The response to <see cref="Ping"/>.</summary>
    Pong,

    /// <summary>A request to be passed on to another member; see <see cref="RelayedCall"/>.</summary>
    Relay,

    /// <summary>The first value that senders of requests may define.</summary>
    FirstRequest = 16,
}
