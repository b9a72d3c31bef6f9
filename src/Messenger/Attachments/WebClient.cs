using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Messenger.Dialing;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Attachments;

/// <summary>
/// One conversation's HTTPS connections to its web server. Each conversation has its own, as in the original: users who
/// shared connections would not look like users.
/// </summary>
internal sealed class WebClient : IDisposable
{
    private const int ReadBytes = 16 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly string _user;
    private readonly bool _headersOnly;

    public WebClient(AttachmentServices services, UserConfig user, HostPort server)
    {
        DialRequest request = new(server, user.User.Text, server.ToString());
        IDialer dialer = services.Dialers.For(user.Socks, user.SocksIsolation);
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancel) =>
                new NetworkStream(await dialer.DialAsync(request, cancel), ownsSocket: true),
            PlaintextStreamFilter = static (context, _) =>
                ValueTask.FromResult<Stream>(new AnswerFirstStream(context.PlaintextStream)),
            ConnectTimeout = services.ConnectTimeLimit,
            SslOptions = TlsOptions(user.TlsCa),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _server = new Uri($"https://{server}/");
        _user = Uri.EscapeDataString(user.User.Text);
        _headersOnly = user.Attachments == AttachmentMode.HeadersOnly;
    }

    /// <summary>The address of an attachment of <paramref name="size"/> bytes.</summary>
    public Uri UrlOf(uint size) =>
        new(_server, string.Create(CultureInfo.InvariantCulture, $"?size={size}&user={_user}"));

    /// <summary>
    /// Uploads an attachment: zeros, or nothing where only headers travel. A connection that was kept and breaks before
    /// an answer says nothing of the upload: the server closed it without knowing of it. Then the upload goes on
    /// another one at once; the failed connection is not kept, so that a new one is used at last.
    /// </summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or did not answer with
    /// success.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task UploadAsync(uint size, CancellationToken cancellationToken)
    {
        while (!await TryUploadAsync(size, cancellationToken)) { }
    }

    private async Task<bool> TryUploadAsync(uint size, CancellationToken cancellationToken)
    {
        UploadAttempt attempt = new();
        AnswerFirstStream.Trace(attempt);
        using HttpRequestMessage request = new(HttpMethod.Put, UrlOf(size));
        request.Content = new ZeroContent(_headersOnly ? 0 : size);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            response.EnsureSuccessStatusCode();
            await SkipAsync(response, cancellationToken);
            return true;
        }
        catch (HttpRequestException failure) when (failure.StatusCode is null && attempt.IsOnUsedConnection)
        {
            return false;
        }
    }

    /// <summary>Downloads an attachment to its end, or to the end of its headers where only these travel.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached, or did not answer with
    /// success.</exception>
    /// <exception cref="IOException">The connection broke, or the body has another length.</exception>
    public async Task DownloadAsync(uint size, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, UrlOf(size));
        using HttpResponseMessage response = await _http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken
        );
        response.EnsureSuccessStatusCode();
        if (_headersOnly)
            return;
        long received = await SkipAsync(response, cancellationToken);
        if (received != size)
            throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"{received} bytes came instead of {size}")
            );
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose() => _http.Dispose();

    private static async Task<long> SkipAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            long total = 0;
            for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0; )
                total += count;
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [SuppressMessage(
        "Security",
        "CA5359",
        Justification = "the original verifies nothing; tls_ca turns verification on"
    )]
    private static SslClientAuthenticationOptions TlsOptions(string? tlsCa)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (tlsCa is null)
        {
            // A chain is built before the callback is asked. That reads the system's whole store once per process,
            // 1,000 system calls, even with roots of its own, here none; unless SSL_CERT_FILE and SSL_CERT_DIR lead
            // nowhere, as experiments in the simulator set them.
            policy.DisableCertificateDownloads = true;
            return new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
            };
        }
        policy.CustomTrustStore.ImportFromPemFile(tlsCa);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
