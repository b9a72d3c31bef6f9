namespace MGen.Messenger.Links;

/// <summary>
/// Why a link to a server or a peer ended, or could not begin. The names appear in the event log, in metrics and in the
/// summary.
/// </summary>
public enum LinkEnd
{
    /// <summary>This program was asked to stop.</summary>
    Stopped,

    /// <summary>The other end's name was not found, or TCP (or the proxy) did not connect.</summary>
    Unreachable,

    /// <summary>No usable link within the time limit: TCP, TLS and the answer to a resumption together.</summary>
    TimedOut,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The other end closed it in order, between two frames.</summary>
    Closed,

    /// <summary>The other end's stream stopped without TLS's closing alert, or inside a frame.</summary>
    Truncated,

    /// <summary>The network or the other end's kernel broke it.</summary>
    Reset,

    /// <summary>The server's bytes were not valid TLS.</summary>
    TlsError,

    /// <summary>The other end's bytes broke the wire format, or were meant for somebody else.</summary>
    Violation,

    /// <summary>Peers: whoever dialled has a name that the user has no conversation with.</summary>
    UnknownUser,

    /// <summary>
    /// Peers: closed because there were too many, of one pair of users or of those who have not said who they are.
    /// </summary>
    TooMany,

    /// <summary>A bug of this program.</summary>
    Fault,
}
