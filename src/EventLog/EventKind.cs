namespace MGen.EventLog;

/// <summary>What a line of the event log tells. <see cref="EventSchema"/> has the text of each; names and order may be relied upon.</summary>
public enum EventKind : byte
{
    /// <summary>A server or web server listens.</summary>
    Listening,

    /// <summary>Server: a TCP connection came in.</summary>
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

    /// <summary>Server: a message or receipt was handed to its recipient's socket.</summary>
    Sent,

    /// <summary>Server: a connection ended with an error.</summary>
    Failed,

    /// <summary>Server: the writing side found the connection dead.</summary>
    Terminating,

    /// <summary>Server: the reading side was told that the connection is dead.</summary>
    Terminated,

    /// <summary>Server: something that waited for a recipient was given up (not in the original).</summary>
    Dropped,

    /// <summary>Server: a user was refused (not in the original).</summary>
    Refused,

    /// <summary>Web server: a download was asked for.</summary>
    Sending,

    /// <summary>Web server: an upload, or anything else but a download, was asked for.</summary>
    Receiving,

    /// <summary>Client: waits before its first connection.</summary>
    Waiting,

    /// <summary>Client: connected, the handshake is sent.</summary>
    Handshake,

    /// <summary>Client: the bootstrap time is over, the conversation begins.</summary>
    Awake,

    /// <summary>Conversation: a turn of the machine began in the idle state.</summary>
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

    /// <summary>Extended log: which version of the extended lines follows.</summary>
    ExtendedVersion,

    /// <summary>Extended log: when a message was due and when it left.</summary>
    SendTiming,

    /// <summary>Extended log: a download is complete.</summary>
    Fetched,

    /// <summary>Extended log: an upload is complete.</summary>
    Uploaded,
}
