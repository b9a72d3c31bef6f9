namespace MGen.Transport;

/// <summary>How a connection ended, as far as its own bytes tell.</summary>
public enum ConnectionEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The peer closed it in order.</summary>
    Closed,

    /// <summary>The peer's stream stopped without TLS's closing alert.</summary>
    Truncated,

    /// <summary>The network or the peer's kernel broke it.</summary>
    Reset,

    /// <summary>The peer's bytes are not valid TLS.</summary>
    TlsError,

    /// <summary>This side ended it.</summary>
    Aborted,
}
