namespace MGen.Transport;

/// <summary>How a connection ended, as far as this side knows.</summary>
public enum ConnectionEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The peer closed it with TLS's closing alert.</summary>
    Closed,

    /// <summary>The peer's stream ended without TLS's closing alert.</summary>
    Truncated,

    /// <summary>The network or the peer's kernel broke it.</summary>
    Reset,

    /// <summary>The peer's bytes violate TLS.</summary>
    TlsError,

    /// <summary>This side ended it.</summary>
    Aborted,
}
