using System.Security.Cryptography.X509Certificates;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Web;

/// <summary>Where and as whom a <see cref="WebServer"/> serves.</summary>
public sealed record WebServerOptions
{
    /// <summary>Default of <see cref="Listen"/>: the original's address.</summary>
    public static HostPort DefaultListen { get; } = new("127.0.0.1", 6398);

    /// <summary>
    /// The address to listen at. A host name is resolved once, IPv4 preferred; port 0 takes any free one.
    /// </summary>
    public HostPort Listen { get; init; } = DefaultListen;

    /// <summary>The certificate with its private key; stays its owner's.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Certificates sent behind the first, issuer by issuer.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>
    /// How long running transfers may go on after the server was asked to stop; then they are cut. Not negative.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where warnings go; <c>null</c>: nowhere.</summary>
    public ILoggerProvider? Diagnostics { get; init; }

    /// <summary>Diagnostics below this level are not made.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;

    /// <summary>Measures <see cref="StopGrace"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
