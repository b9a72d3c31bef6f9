namespace MGen.Messenger.Links;

/// <summary>Why a conversation's link to its server ended, or could not begin. The names appear in the event log, in metrics and in the summary.</summary>
public enum LinkEnd
{
    /// <summary>This program was asked to stop.</summary>
    Stopped,

    /// <summary>The server's name was not found, or TCP (or the proxy) did not connect.</summary>
    Unreachable,

    /// <summary>No usable link within the time limit: TCP, TLS and the answer to a resumption together.</summary>
    TimedOut,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The server closed it in order, between two frames.</summary>
    Closed,

    /// <summary>The server's stream stopped without TLS's closing alert, or inside a frame.</summary>
    Truncated,

    /// <summary>The network or the server's kernel broke it.</summary>
    Reset,

    /// <summary>The server's bytes were not valid TLS.</summary>
    TlsError,

    /// <summary>The server's bytes broke the wire format, or were meant for somebody else.</summary>
    Violation,

    /// <summary>A bug of this program.</summary>
    Fault,
}
