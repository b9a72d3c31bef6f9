namespace MGen.Transport;

/// <summary>Which TLS implementation carries the connections.</summary>
public enum TlsEngineKind
{
    /// <summary><see cref="Records"/> where Linux and libssl 3 are there, else <see cref="Managed"/>.</summary>
    Auto,

    /// <summary>
    /// OpenSSL makes the handshake on event loops of our own; the records of TLS 1.3 are protected without its connection objects: least memory and CPU per connection.
    /// Connections of TLS 1.2 keep theirs. Linux with libssl 3.
    /// </summary>
    Records,

    /// <summary>OpenSSL makes handshake and records, on event loops of our own. Linux with libssl 3.</summary>
    OpenSsl,

    /// <summary><see cref="System.Net.Security.SslStream"/> over sockets: wherever .NET runs.</summary>
    Managed,
}
