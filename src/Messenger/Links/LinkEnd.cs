using MGen.EventLog;

namespace MGen.Messenger.Links;

/// <summary>
/// Why a connection to a server or a peer ended, or an attempt failed. The names appear in the event log, in metrics
/// and in the summary.
/// </summary>
public enum LinkEnd
{
    /// <summary>
    /// This program is stopping. Between peers, also: the recipient has dialled during this user's attempt.
    /// </summary>
    Stopped,

    /// <summary>The host name is unknown, or TCP or the proxy did not connect.</summary>
    Unreachable,

    /// <summary>
    /// The connection was not usable within the time limit, which covers TCP, TLS and the reply to a resumption;
    /// between peers, TCP when dialling and the introduction when accepting.
    /// </summary>
    TimedOut,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The other end closed the connection normally, between two frames.</summary>
    Closed,

    /// <summary>The stream ended without TLS's close alert, or inside a frame.</summary>
    Truncated,

    /// <summary>The network or the other end's kernel broke the connection.</summary>
    Reset,

    /// <summary>The server sent bytes that are not valid TLS.</summary>
    TlsError,

    /// <summary>The other end violated the wire format, or sent a frame of another user or group.</summary>
    Violation,

    /// <summary>
    /// Peers: the dialling peer introduced itself with a name with which the user has no conversation.
    /// </summary>
    UnknownUser,

    /// <summary>
    /// Between peers: closed because a limit was reached (connections per pair of users, connections without an
    /// introduction, or descriptors).
    /// </summary>
    TooMany,

    /// <summary>An unhandled exception: a bug of this program.</summary>
    Fault,
}

/// <summary>How a connection, or an attempt at one, ended.</summary>
/// <param name="End">The reason.</param>
/// <param name="Layer">The layer at which an attempt failed; <c>null</c> if the connection was established.</param>
/// <param name="Text">The details, for the event log.</param>
/// <param name="IsFatal">Whether the failure is permanent, so that a retry with this server cannot succeed.</param>
/// <param name="Sentence">The details for people; <c>null</c>: the same as <paramref name="Text"/>.</param>
internal readonly record struct LinkOutcome(
    LinkEnd End,
    ErrorLayer? Layer,
    string Text,
    bool IsFatal = false,
    string? Sentence = null
)
{
    /// <summary>The end of an established connection.</summary>
    public static LinkOutcome Broken(LinkEnd end) => new(end, null, end.ToString());
}
