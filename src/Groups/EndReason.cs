namespace MGen.Groups;

/// <summary>Why a connection ended, or why something on it was refused. The names appear in the log and as metric tags.</summary>
public enum EndReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The client closed it.</summary>
    ClosedByClient,

    /// <summary>The network, or the client's kernel, broke it.</summary>
    ConnectionLost,

    /// <summary>Its bytes were not valid TLS.</summary>
    TlsError,

    /// <summary>TLS and handshake did not arrive in time.</summary>
    HandshakeTimeout,

    /// <summary>A frame broke the wire format.</summary>
    MalformedFrame,

    /// <summary>A frame named another sender than the connection's user.</summary>
    WrongSender,

    /// <summary>A message named another group than the connection's.</summary>
    WrongGroup,

    /// <summary>A newer connection of the same user and group took its place.</summary>
    Replaced,

    /// <summary>The user was not known when the registration phase ended, and late ones are rejected.</summary>
    LateRegistration,

    /// <summary>The group has as many members as it may have: <see cref="GroupLimits.MaxMembers"/>.</summary>
    GroupFull,

    /// <summary>There are as many groups as there may be: <see cref="GroupLimits.MaxGroups"/>.</summary>
    TooManyGroups,

    /// <summary>The group could not be reached.</summary>
    GroupUnavailable,

    /// <summary>The server stops.</summary>
    ServerStopping,

    /// <summary>A bug of the server; its diagnostics tell more.</summary>
    ServerError,
}
