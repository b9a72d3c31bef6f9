namespace MGen.Transport;

/// <summary>Which TLS implementation carries the connections.</summary>
public enum TlsEngineKind
{
    /// <summary>OpenSSL over epoll where both are there, else the platform's streams.</summary>
    Auto,

    /// <summary>OpenSSL called directly, with our own event loops: least memory and fewest system calls per message. Linux with libssl 3.</summary>
    OpenSsl,

    /// <summary><see cref="System.Net.Security.SslStream"/> over sockets: wherever .NET runs.</summary>
    Managed,
}
