using System.Security.Cryptography.X509Certificates;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Web;

/// <summary>Address, certificate and limits of a <see cref="WebServer"/>.</summary>
public sealed record WebServerOptions
{
    /// <summary>Default of <see cref="Listen"/>: the original's address.</summary>
    public static HostPort DefaultListen { get; } = new("127.0.0.1", 6398);

    /// <summary>
    /// The address to listen at. A host name is resolved once, IPv4 preferred; port 0 selects any free one.
    /// </summary>
    public HostPort Listen { get; init; } = DefaultListen;

    /// <summary>The certificate with its private key. The caller disposes it.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>The issuers' certificates, sent after the server's own.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>
    /// Time that transfers in progress have after a request to stop; then they are aborted. Default 5 s; not negative.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Receives diagnostics; <c>null</c>: none.</summary>
    public ILoggerProvider? Diagnostics { get; init; }

    /// <summary>The lowest level of diagnostics. Default: warnings.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary>Measures <see cref="StopGrace"/>, and runs the heartbeat of a server with connections.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
