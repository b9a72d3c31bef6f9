using MGen.Transport;

namespace MGen.Gateway.Front;

/// <summary>What a command line says of the TLS front.</summary>
/// <param name="Options">How it runs; without the certificate, which is read when it starts.</param>
/// <param name="CertificateFile">PEM file; <c>null</c>: make one up.</param>
/// <param name="KeyFile">PEM file; given if and only if the certificate is.</param>
/// <param name="Problem">What is wrong with the arguments; <c>null</c> if nothing is.</param>
public sealed record FrontArguments(FrontOptions Options, string? CertificateFile, string? KeyFile, string? Problem)
{
    /// <summary>The options with the certificate.</summary>
    /// <exception cref="CertificateException">The files are not a certificate and its key.</exception>
    public FrontOptions Load() => this is { CertificateFile: { } certificate, KeyFile: { } key }
        ? Options with { Certificate = ServerCertificate.Load(certificate, key, out var chain), Chain = chain }
        : Options;
}
