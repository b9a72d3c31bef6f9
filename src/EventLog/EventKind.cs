namespace MGen.EventLog;

/// <summary>
/// The kinds of lines in the event log. <see cref="EventSchema"/> has the text of each; names and order are stable.
/// </summary>
public enum EventKind : byte
{
    /// <summary>A server or web server listens.</summary>
    Listening,

    /// <summary>Server: a TCP connection was accepted.</summary>
    Accepted,

    /// <summary>Server: a handshake was read.</summary>
    Accept,

    /// <summary>Server: a user was registered with a group.</summary>
    Register,

    /// <summary>Server: the registration phase is over, relaying begins.</summary>
    RegistrationPhaseComplete,

    /// <summary>Server: a message was read from its sender.</summary>
    Received,

    /// <summary>Server: a receipt was read from its author.</summary>
    Receipt,

    /// <summary>Server: a message or receipt was written to its recipient's socket.</summary>
    Sent,

    /// <summary>Server: a connection ended with an error.</summary>
    Failed,

    /// <summary>Server: the writing side detected that the connection is dead.</summary>
    Terminating,

    /// <summary>Server: the reading side was notified that the connection is dead.</summary>
    Terminated,

    /// <summary>Server: a frame that waited for a recipient was dropped (not in the original).</summary>
    Dropped,

    /// <summary>Server: a user was refused (not in the original).</summary>
    Refused,

    /// <summary>Web server: a download was requested.</summary>
    Sending,

    /// <summary>Web server: a request other than a download arrived, usually an upload.</summary>
    Receiving,

    /// <summary>Client: the wait before its first connection begins.</summary>
    Waiting,

    /// <summary>Client: connected, and the handshake is sent.</summary>
    Handshake,

    /// <summary>Client: the bootstrap time is over, the conversation begins.</summary>
    Awake,

    /// <summary>Conversation: a transition of the machine began in the idle state.</summary>
    Idle,

    /// <summary>Conversation: a message was queued for sending.</summary>
    Send,

    /// <summary>Conversation: a message arrived.</summary>
    Receive,

    /// <summary>Conversation: a receipt arrived.</summary>
    ReceiveReceipt,

    /// <summary>Client: connecting failed below TLS.</summary>
    TcpError,

    /// <summary>Client: the TLS handshake failed.</summary>
    TlsError,

    /// <summary>Client: an established connection failed.</summary>
    Error,

    /// <summary>Client: a download failed.</summary>
    ErrorFetching,

    /// <summary>Client: an upload failed.</summary>
    ErrorUploading,

    /// <summary>Peer: listens.</summary>
    PeerListening,

    /// <summary>Peer: a connection to another peer succeeded at the first attempt.</summary>
    PeerConnected,

    /// <summary>Extended log: the version of the extended lines that follow.</summary>
    ExtendedVersion,

    /// <summary>Extended log: when a message was due and when it was sent.</summary>
    SendTiming,

    /// <summary>Extended log: a download is complete.</summary>
    Fetched,

    /// <summary>Extended log: an upload is complete.</summary>
    Uploaded,
}
