using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MGen.Links;
using MGen.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace MGen.Membership;

/// <summary>The files with which the members of a cluster identify themselves to each other.</summary>
/// <param name="CaFile">PEM file with the certificates of the CA that all members share.</param>
/// <param name="CertificateFile">PEM file with this member's certificate, issued by that CA.</param>
/// <param name="KeyFile">PEM file with the certificate's private key.</param>
public sealed record MemberTls(string CaFile, string CertificateFile, string KeyFile);

/// <summary>
/// Mutual TLS among members, at both ports: Orleans' member port and the port of links. Both sides need a certificate
/// of the CA; names are not checked, since the addresses of members are arbitrary.
/// </summary>
internal sealed class MemberCertificates
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    /// <summary>The shortest RSA key that OpenSSL accepts in a chain at its default security level.</summary>
    private const int MinRsaBits = 2048;

    private readonly MemberTls _files;
    private readonly X509Certificate2Collection _ca;
    private readonly X509Certificate2 _certificate;

    private MemberCertificates(MemberTls files, X509Certificate2Collection ca, X509Certificate2 certificate)
    {
        _files = files;
        _ca = ca;
        _certificate = certificate;
    }

    /// <summary>Reads the files and checks that a handshake with them can succeed.</summary>
    /// <exception cref="CertificateException">
    /// A file is unusable, has expired, or does not match the others; the message names it.
    /// </exception>
    public static MemberCertificates Load(MemberTls files, TimeProvider clock)
    {
        X509Certificate2Collection ca = LoadCa(files.CaFile);
        X509Certificate2 certificate = ServerCertificate.Load(files.CertificateFile, files.KeyFile);
        foreach (X509Certificate2 one in ca)
            CheckDates(files.CaFile, one, clock);
        CheckDates(files.CertificateFile, certificate, clock);
        CheckUsage(files.CertificateFile, certificate);
        MemberCertificates loaded = new(files, ca, certificate);
        if (loaded.FindFault(certificate, clock) is { } fault)
            throw new CertificateException(
                $"{files.CertificateFile}: not a certificate of the CA in {files.CaFile}: {fault}"
            );
        return loaded;
    }

    /// <summary>Creates the settings of links.</summary>
    /// <exception cref="IOException">OpenSSL is missing or refuses the files.</exception>
    public LinkTls CreateLinkTls() => LinkTls.Create(_certificate, _files.CaFile);

    /// <summary>Encrypts Orleans' connections between members, and logs each one that is refused.</summary>
    public void Secure(ISiloBuilder silo)
    {
        silo.ConfigureLogging(logging =>
            logging
                .AddProvider(new HandshakeReasons())
                .AddFilter(HandshakeReasons.Categories, LogLevel.None)
                .AddFilter<HandshakeReasons>(HandshakeReasons.Categories, LogLevel.Warning)
        );
        silo.Services.AddOptions<SiloConnectionOptions>()
            .Configure<ILogger<MemberCertificates>>(
                (connections, logger) =>
                {
                    // Around Orleans' own TLS, which does not log the address.
                    connections.ConfigureSiloInboundConnection(builder =>
                        builder.Use(next => context => HandshakeReasons.ReportAsync(context, next, logger, "from"))
                    );
                    connections.ConfigureSiloOutboundConnection(builder =>
                        builder.Use(next => context => HandshakeReasons.ReportAsync(context, next, logger, "to"))
                    );
                }
            );
        silo.UseTls(_certificate, Configure);
    }

    private void Configure(TlsOptions tls)
    {
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.SslProtocols = SslProtocols.Tls13;
        // The name does not matter, see above; the chain is checked by the policies below.
        tls.RemoteCertificateValidation = (_, chain, errors) =>
        {
            bool isValid = (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
            if (!isValid)
                HandshakeReasons.Keep($"certificate refused: {(chain is null ? "no chain" : Describe(chain))}");
            return isValid;
        };
        tls.OnAuthenticateAsServer = (_, options) =>
            ((SslServerAuthenticationOptions)options.SslServerAuthenticationOptions).CertificateChainPolicy =
                CreatePolicy(ClientUsage);
        tls.OnAuthenticateAsClient = (_, options) =>
        {
            // SslStream demands a name; the validation above ignores whether it matches.
            options.TargetHost = "mgen-member";
            ((SslClientAuthenticationOptions)options.SslClientAuthenticationOptions).CertificateChainPolicy =
                CreatePolicy(ServerUsage);
        };
    }

    private X509ChainPolicy CreatePolicy(string usage)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_ca);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    /// <summary>Why a certificate is not a valid one of the CA; <c>null</c> if it is.</summary>
    private string? FindFault(X509Certificate2 certificate, TimeProvider clock)
    {
        using X509Chain chain = new() { ChainPolicy = CreatePolicy(ServerUsage) };
        // The program's clock, so that a test or a simulator decides what has expired.
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        return chain.Build(certificate) ? null : Describe(chain);
    }

    private static string Describe(X509Chain chain) =>
        string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.TrimEnd()).Distinct());

    private static X509Certificate2Collection LoadCa(string file)
    {
        X509Certificate2Collection ca = [];
        try
        {
            ca.ImportFromPemFile(file);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CertificateException($"{file}: cannot be read: {failure.Message}", failure);
        }
        if (ca.Count == 0)
            throw new CertificateException($"{file}: no certificate here; expected a PEM file with those of the CA");
        foreach (X509Certificate2 one in ca)
        {
            using RSA? key = one.GetRSAPublicKey();
            if (key is not null && key.KeySize < MinRsaBits)
                throw new CertificateException(
                    $"{file}: the RSA key of {key.KeySize} bits is not accepted by TLS engines; "
                        + $"at least {MinRsaBits} bits are"
                );
        }
        return ca;
    }

    private static void CheckDates(string file, X509Certificate2 certificate, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (now > certificate.NotAfter.ToUniversalTime())
            throw new CertificateException($"{file}: expired on {Format(certificate.NotAfter)}");
        if (now < certificate.NotBefore.ToUniversalTime())
            throw new CertificateException($"{file}: not valid before {Format(certificate.NotBefore)}");
    }

    private static string Format(DateTime local) =>
        local.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A member is TLS's client on connections that it makes, and its server on the others.</summary>
    private static void CheckUsage(string file, X509Certificate2 certificate)
    {
        string[] usages =
        [
            .. certificate
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
                .Select(usage => usage.Value ?? ""),
        ];
        if (usages.Length > 0 && !(usages.Contains(ServerUsage) && usages.Contains(ClientUsage)))
            throw new CertificateException(
                $"{file}: its extended key usage must include serverAuth and clientAuth (or be absent)"
            );
    }
}

/// <summary>
/// Gives each refused connection of Orleans one line with address and reason. Orleans' TLS logs the reason without the
/// address, in the asynchronous flow of the connection: this provider keeps the reason, and the middleware around TLS
/// logs both.
/// </summary>
internal sealed partial class HandshakeReasons : ILoggerProvider
{
    /// <summary>The prefix of the categories of Orleans' TLS.</summary>
    public const string Categories = "Orleans.Connections.Security";

    private static readonly AsyncLocal<Reason?> Current = new();

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(Categories, StringComparison.Ordinal) ? new Keeper() : NullLogger.Instance;

    public void Dispose() { }

    /// <summary>Serves a connection, and logs if its handshake failed.</summary>
    public static async Task ReportAsync(
        ConnectionContext context,
        ConnectionDelegate next,
        ILogger logger,
        string direction
    )
    {
        Reason reason = new();
        // An AsyncLocal and not a field: connections shake hands concurrently, and the log call does not name its
        // connection.
        Current.Value = reason;
        await next(context);
        if (reason.Text is { } text)
            LogRefused(logger, direction, context.RemoteEndPoint, text);
    }

    /// <summary>Keeps why the handshake of the current flow fails; the first reason counts.</summary>
    public static void Keep(string text)
    {
        if (Current.Value is { } reason)
            reason.Text ??= text;
    }

    [LoggerMessage(33, LogLevel.Warning, "Refused a connection {Direction} {Remote} at the member port: {Reason}")]
    private static partial void LogRefused(
        ILogger logger,
        string direction,
        System.Net.EndPoint? remote,
        string reason
    );

    private sealed class Reason
    {
        public string? Text { get; set; }
    }

    private sealed class Keeper : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            // The base library's words for a refused certificate. If the validation was called, it has kept its reason.
            if (exception?.Message.Contains("RemoteCertificateValidationCallback", StringComparison.Ordinal) == true)
                Keep("no certificate");
            else
                Keep(exception is null or OperationCanceledException ? formatter(state, exception) : exception.Message);
        }
    }
}
