using MGen.Transport.Records;

namespace MGen.Transport;

/// <summary>Options of an engine.</summary>
public sealed record TlsEngineOptions
{
    /// <summary>The implementation; default: the best that this machine supports.</summary>
    public TlsEngineKind Kind { get; init; } = TlsEngineKind.Auto;

    /// <summary>
    /// Number of event loops (threads) of the OpenSSL engines, at least 1. Default: one per two processors.
    /// </summary>
    public int Loops { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>
    /// File to which TLS secrets are appended in the NSS key log format (SSLKEYLOGFILE); <c>null</c> for none. The
    /// managed engine reads the environment variable itself.
    /// </summary>
    public string? KeyLogFile { get; init; }

    /// <summary>
    /// Receives a sentence for people when something fails that does not end the traffic, such as a write to
    /// <see cref="KeyLogFile"/>. Called on any thread. Default: ignores it.
    /// </summary>
    public Action<string> ReportProblem { get; init; } = _ => { };

    /// <summary>Clock for delayed work; default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Limits of the records of <see cref="TlsEngineKind.Records"/>; tests use small ones.</summary>
    internal RecordLimits Records { get; init; } = RecordLimits.Default;
}

/// <summary>The implementations of TLS.</summary>
public enum TlsEngineKind
{
    /// <summary><see cref="Records"/> on Linux with libssl 3, otherwise <see cref="Managed"/>.</summary>
    Auto,

    /// <summary>
    /// OpenSSL makes the handshake, on event loops of this project; TLS 1.3 records are processed without its
    /// connection objects: least memory and CPU per connection. Connections of TLS 1.2 keep their objects. Linux with
    /// libssl 3.
    /// </summary>
    Records,

    /// <summary>OpenSSL makes handshake and records, on event loops of this project. Linux with libssl 3.</summary>
    OpenSsl,

    /// <summary><see cref="System.Net.Security.SslStream"/> over sockets, on all platforms of .NET.</summary>
    Managed,
}
