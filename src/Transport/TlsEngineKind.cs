namespace MGen.Transport;

/// <summary>The implementations of TLS.</summary>
public enum TlsEngineKind
{
    /// <summary><see cref="Records"/> on Linux with libssl 3, otherwise <see cref="Managed"/>.</summary>
    Auto,

    /// <summary>
    /// OpenSSL makes the handshake, on our own event loops; TLS 1.3 records are processed without its connection
    /// objects: least memory and CPU per connection. Connections of TLS 1.2 keep their objects. Linux with libssl 3.
    /// </summary>
    Records,

    /// <summary>OpenSSL makes handshake and records, on our own event loops. Linux with libssl 3.</summary>
    OpenSsl,

    /// <summary><see cref="System.Net.Security.SslStream"/> over sockets, on all platforms of .NET.</summary>
    Managed,
}
