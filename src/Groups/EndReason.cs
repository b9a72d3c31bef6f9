namespace MGen.Groups;

/// <summary>
/// Why a connection ended or was refused. The names appear in the event log and as metric tags.
/// </summary>
public enum EndReason
{
    /// <summary>The connection has not ended.</summary>
    None,

    /// <summary>The client closed the connection.</summary>
    ClosedByClient,

    /// <summary>The network or the client's kernel ended the connection.</summary>
    ConnectionLost,

    /// <summary>The client's bytes were not valid TLS.</summary>
    TlsError,

    /// <summary>TLS and the handshake were not complete in time.</summary>
    HandshakeTimeout,

    /// <summary>A frame violated the wire format.</summary>
    MalformedFrame,

    /// <summary>A frame named a sender other than the connection's user.</summary>
    WrongSender,

    /// <summary>A message named a group other than the connection's.</summary>
    WrongGroup,

    /// <summary>A newer connection of the same user and group replaced it.</summary>
    Replaced,

    /// <summary>The user was unknown when the registration phase ended, and late registrations are refused.</summary>
    LateRegistration,

    /// <summary>The group has reached <see cref="GroupLimits.MaxMembers"/>.</summary>
    GroupFull,

    /// <summary>The server has reached <see cref="GroupLimits.MaxGroups"/>.</summary>
    TooManyGroups,

    /// <summary>The group could not be reached, or its partition has lost its state.</summary>
    GroupUnavailable,

    /// <summary>The server stops.</summary>
    ServerStopping,

    /// <summary>A bug of the server; its diagnostics contain the details.</summary>
    ServerError,

    /// <summary>
    /// The client has several connections, and has not acknowledged a message that was written to this one.
    /// </summary>
    NotRead,
}
