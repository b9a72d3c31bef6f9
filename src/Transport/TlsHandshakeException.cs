namespace MGen.Transport;

/// <summary>A TLS handshake failed.</summary>
public sealed class TlsHandshakeException : IOException
{
    /// <summary>Creates a failure of unknown kind.</summary>
    public TlsHandshakeException()
        : this(ConnectionEnd.TlsError, "the TLS handshake failed") { }

    /// <summary>Creates a failure of TLS itself.</summary>
    public TlsHandshakeException(string message)
        : this(ConnectionEnd.TlsError, message) { }

    /// <summary>Creates a failure of TLS itself, with its cause.</summary>
    public TlsHandshakeException(string message, Exception innerException)
        : base(message, innerException) => End = ConnectionEnd.TlsError;

    /// <summary>Creates a failure of a known kind.</summary>
    public TlsHandshakeException(ConnectionEnd end, string message)
        : base(message) => End = end;

    /// <summary>The kind of failure.</summary>
    public ConnectionEnd End { get; }
}
