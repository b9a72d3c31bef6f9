using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Messenger.Dialing;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Attachments;

/// <summary>
/// The HTTPS connections of one conversation to its web server. As in the original, conversations share no connection:
/// on the network each must look like an independent user.
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
                ValueTask.FromResult<Stream>(new EarlyResponseStream(context.PlaintextStream)),
            ConnectTimeout = services.ConnectTimeLimit,
            SslOptions = TlsOptions(user.TlsCa),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            // Traces must not add a header: the sizes of packets are what is measured.
            ActivityHeadersPropagator = null,
        };
        // A large attachment over Tor may take long. A server that is gone is found by ConnectTimeout and the socket's
        // options.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _server = new Uri($"https://{server}/");
        _user = Uri.EscapeDataString(user.User.Text);
        _headersOnly = user.Attachments == AttachmentMode.HeadersOnly;
    }

    /// <summary>The URL of an attachment of <paramref name="size"/> bytes.</summary>
    public Uri UrlFor(uint size) =>
        new(_server, string.Create(CultureInfo.InvariantCulture, $"?size={size}&user={_user}"));

    /// <summary>
    /// Uploads an attachment: zeros, or an empty body where only headers are transferred. If a reused connection breaks
    /// before the response, the server has probably closed it while idle; the upload is then retried immediately. The
    /// loop ends: a broken connection leaves the pool, so eventually a new one is used.
    /// </summary>
    /// <exception cref="HttpRequestException">
    /// The server cannot be reached or responded with an error status.
    /// </exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task UploadAsync(uint size, CancellationToken cancellationToken)
    {
        while (!await TryUploadAsync(size, cancellationToken)) { }
    }

    private async Task<bool> TryUploadAsync(uint size, CancellationToken cancellationToken)
    {
        UploadAttempt attempt = new();
        EarlyResponseStream.Trace(attempt);
        using HttpRequestMessage request = new(HttpMethod.Put, UrlFor(size));
        request.Content = new ZeroContent(_headersOnly ? 0 : size);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                request,
                // The default would buffer the whole body in memory before it returns.
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

    /// <summary>Downloads an attachment, or only the response's headers where only headers are transferred.</summary>
    /// <exception cref="HttpRequestException">
    /// The server cannot be reached or responded with an error status.
    /// </exception>
    /// <exception cref="IOException">
    /// The connection broke, or the body's length is not <paramref name="size"/>.
    /// </exception>
    public async Task DownloadAsync(uint size, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, UrlFor(size));
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
                string.Create(CultureInfo.InvariantCulture, $"received {received} bytes instead of {size}")
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
        Justification = "the original verifies no certificate; tls_ca enables verification"
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
            // .NET builds a chain before it calls the callback. That reads the system's certificate store once per
            // process (about 1,000 system calls) even if the policy has its own, here empty, roots. The experiments in
            // the simulator avoid it: they point SSL_CERT_FILE and SSL_CERT_DIR to nothing.
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

/// <summary>
/// A request body of zeros, written in chunks of a shared buffer: memory does not grow with the attachment.
/// </summary>
internal sealed class ZeroContent(long length) : HttpContent
{
    private static readonly byte[] Zeros = new byte[16 * 1024];

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        for (long left = length; left > 0; )
        {
            int piece = (int)Math.Min(left, Zeros.Length);
            await stream.WriteAsync(Zeros.AsMemory(0, piece), cancellationToken);
            left -= piece;
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        // So the request has a Content-Length and is not sent in chunks.
        computed = length;
        return true;
    }
}
