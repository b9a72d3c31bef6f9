using MGen.Transport;

namespace MGen.Gateway.Front;

/// <summary>The values of the options and arguments of <see cref="FrontCommand"/>.</summary>
/// <param name="Options">How the front runs; without the certificate, which is read at the start.</param>
/// <param name="CertificateFile">A PEM file; <c>null</c>: create a certificate.</param>
/// <param name="KeyFile">A PEM file; given if and only if the certificate is.</param>
/// <param name="Problem">The first invalid argument; <c>null</c> if all are valid.</param>
public sealed record FrontArguments(FrontOptions Options, string? CertificateFile, string? KeyFile, string? Problem)
{
    /// <summary>The options, with the certificate read from its files.</summary>
    /// <exception cref="CertificateException">The files are not a certificate and its key.</exception>
    public FrontOptions Load() =>
        this is { CertificateFile: { } certificate, KeyFile: { } key }
            ? Options with
            {
                Certificate = ServerCertificate.Load(certificate, key, out var chain),
                Chain = chain,
            }
            : Options;
}
