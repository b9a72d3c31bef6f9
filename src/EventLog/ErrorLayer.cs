namespace MGen.EventLog;

/// <summary>The layer at which a client's connection attempt failed.</summary>
public enum ErrorLayer
{
    /// <summary>Below TLS: TCP or the proxy.</summary>
    Tcp,

    /// <summary>In the TLS handshake.</summary>
    Tls,
}
