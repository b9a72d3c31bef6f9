namespace MGen.Server;

/// <summary>What the command line of <c>mgen-server</c> says.</summary>
/// <param name="Options">How the server runs; without the certificate, which is read when it starts.</param>
/// <param name="CertificateFile">PEM file; <c>null</c>: make one up.</param>
/// <param name="KeyFile">PEM file; given if and only if the certificate is.</param>
/// <param name="Quiet">Whether to keep silent on stderr but for errors.</param>
/// <param name="Problem">What is wrong with the arguments; <c>null</c> if nothing is.</param>
internal sealed record ServerArguments(MessageServerOptions Options, string? CertificateFile, string? KeyFile, bool Quiet, string? Problem);
