namespace MGen.Transport;

/// <summary>A TLS handshake failed.</summary>
public sealed class TlsHandshakeException : IOException
{
    /// <summary>A failure that nothing is known of.</summary>
    public TlsHandshakeException()
        : this(ConnectionEnd.TlsError, "the TLS handshake failed")
    {
    }

    /// <summary>A failure of TLS itself.</summary>
    public TlsHandshakeException(string message)
        : this(ConnectionEnd.TlsError, message)
    {
    }

    /// <summary>A failure of TLS itself.</summary>
    public TlsHandshakeException(string message, Exception innerException)
        : base(message, innerException) => End = ConnectionEnd.TlsError;

    /// <summary>A failure whose kind is known.</summary>
    public TlsHandshakeException(ConnectionEnd end, string message)
        : base(message) => End = end;

    /// <summary>What kind of end it was.</summary>
    public ConnectionEnd End { get; }
}
