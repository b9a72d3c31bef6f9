using MGen.Transport.Records;

namespace MGen.Transport;

/// <summary>How an engine runs.</summary>
public sealed record TlsEngineOptions
{
    /// <summary>Which implementation; default: the best that works here.</summary>
    public TlsEngineKind Kind { get; init; } = TlsEngineKind.Auto;

    /// <summary>Number of event loops (threads) of the engines over OpenSSL, at least 1. Default: one per two processors.</summary>
    public int Loops { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>File to which TLS secrets are appended in the NSS key log format (SSLKEYLOGFILE); <c>null</c>: none. The managed engine reads the variable itself.</summary>
    public string? KeyLogFile { get; init; }

    /// <summary>Clock of what is done after a while: default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Bounds of the records of <see cref="TlsEngineKind.Records"/>; tests make them small.</summary>
    internal RecordLimits Records { get; init; } = RecordLimits.Default;
}
