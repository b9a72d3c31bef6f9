using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MGen.Transport.Records;
using MGen.Transport.Tests;

namespace MGen.Web.Tests;

/// <summary>Connections: TLS, invalid requests, start and stop.</summary>
public sealed class ConnectionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tls_ClientOffersHttp2_Http11IsChosen()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        await using SslStream client = await web.ConnectAsync(
            SslApplicationProtocol.Http2,
            SslApplicationProtocol.Http11
        );

        Assert.Equal(SslApplicationProtocol.Http11, client.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Tls_ClientInsistsOnHttp2_GetsNoConnection()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        await Assert.ThrowsAnyAsync<AuthenticationException>(() => web.ConnectAsync(SslApplicationProtocol.Http2));

        await web.AssertServesAsync();
    }

    [Fact]
    public async Task Tcp_GarbageInsteadOfTls_ClosesThatConnectionOnly()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using NetworkStream garbage = await web.ConnectTcpAsync();

        await garbage.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), Cancelled);

        await DrainAsync(garbage);
        await web.AssertServesAsync();
    }

    [Fact]
    public async Task Tls_FloodOfKeyUpdates_ClosesThatConnectionWithALogLine()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using NetworkStream tcp = await web.ConnectTcpAsync();
        await using RawClient flood = await RawClient.ConnectAsync(tcp.Socket);

        await flood.SendAsync(rig =>
            [.. Enumerable.Range(0, 2_000).SelectMany(_ => rig.SealKeyUpdate(isRequest: false))]
        );

        await flood.WaitForEndAsync().WaitAsync(RunningServer.Patience, Cancelled);
        await web.AssertServesAsync();
        Assert.Contains(
            "records without data, such as key updates",
            Assert.Single(web.Warnings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Tls_RequestAmongKeyUpdates_IsServed()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using NetworkStream tcp = await web.ConnectTcpAsync();
        await using RawClient client = await RawClient.ConnectAsync(tcp.Socket);
        byte[] request = Encoding.ASCII.GetBytes("GET /?size=1&user=A HTTP/1.1\r\nHost: x\r\n\r\n");

        await web.UntilAsync(
            totals => totals.Downloads == 3,
            async () =>
            {
                for (int i = 0; i < 3; i++)
                    await client.SendAsync(rig =>
                        [
                            .. Enumerable.Range(0, 400).SelectMany(_ => rig.SealKeyUpdate(isRequest: false)),
                            .. rig.Seal(ContentType.ApplicationData, request),
                        ]
                    );
            }
        );

        Assert.Empty(web.Warnings);
    }

    [Theory]
    [InlineData("\u0001\u0002\u0003\r\n\r\n")]
    [InlineData("GET / SPDY/9\r\n\r\n")]
    [InlineData("GET /?size=1&user=A HTTP/1.1\r\nHost\r\n\r\n")]
    public async Task Http_InvalidRequest_RespondsWith400AndCloses(string garbage)
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using SslStream client = await web.ConnectAsync();

        await client.WriteAsync(Encoding.Latin1.GetBytes(garbage), Cancelled);

        Assert.StartsWith("HTTP/1.1 400", await DrainAsync(client), StringComparison.Ordinal);
        await web.AssertServesAsync();
    }

    [Fact]
    public async Task Http_HeadersOverTheLimit_AreRefused()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using SslStream client = await web.ConnectAsync();

        await client.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /?size=1&user=A HTTP/1.1\r\nHost: x\r\nX-Long: {new string('x', 20_000)}\r\n\r\n"
            ),
            Cancelled
        );

        Assert.StartsWith("HTTP/1.1 431", await DrainAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_PartialRequest_DelaysNoOtherClient()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using (SslStream client = await web.ConnectAsync())
            await client.WriteAsync("GET /?size=1&us"u8.ToArray(), Cancelled);

        await web.AssertServesAsync();

        Assert.Equal(1, web.Server.Totals.Downloads);
    }

    [Theory]
    [InlineData("::1", "[::1]")]
    [InlineData("localhost", "127.0.0.1")]
    public async Task Start_HostAsAddressOrName_ServesThere(string host, string address)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "no IPv6 here");
        await using RunningServer web = await RunningServer.StartAsync(host);

        await web.AssertServesAsync();

        Assert.Equal($"{address}:{web.Server.Address.Port}", web.Server.Address.ToString());
        Assert.Equal(web.Server.Address.ToString(), (await web.StopAndReadLogAsync())[0].Text);
    }

    [Fact]
    public async Task Start_AfterStopOnTheSamePort_ServesAgain()
    {
        int port;
        await using (RunningServer first = await RunningServer.StartAsync())
        {
            await first.AssertServesAsync();
            port = first.Server.Address.Port;
        }

        await using RunningServer second = await RunningServer.StartAsync("127.0.0.1", port);

        await second.AssertServesAsync();
    }

    [Fact]
    public async Task Start_PortInUse_Throws()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => RunningServer.StartAsync("127.0.0.1", web.Server.Address.Port));
    }

    [Fact]
    public async Task Stop_TransferInProgress_AbortsItAfterTheGrace()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        using HttpResponseMessage response = await web.Http.GetAsync(
            $"/?size={1L << 40}&user=Alice",
            HttpCompletionOption.ResponseHeadersRead,
            Cancelled
        );
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);

        await web.Server.DisposeAsync().AsTask().WaitAsync(RunningServer.Patience, Cancelled);

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, Cancelled));
        Assert.Equal(1, web.Server.Totals.Aborted);
    }

    [Fact]
    public async Task Stop_TransferEndsWithinTheGrace_IsComplete()
    {
        const int Size = 50_000_000;
        await using RunningServer web = await RunningServer.StartAsync(RunningServer.Patience);
        using HttpResponseMessage response = await web.Http.GetAsync(
            $"/?size={Size}&user=Alice",
            HttpCompletionOption.ResponseHeadersRead,
            Cancelled
        );

        Task stopped = web.Server.DisposeAsync().AsTask();

        Assert.Equal(Size, (await response.Content.ReadAsByteArrayAsync(Cancelled)).Length);
        await stopped.WaitAsync(RunningServer.Patience, Cancelled);
        Assert.Equal(new WebTotals(1, 0, 0, 0, Size, 0), web.Server.Totals);
    }

    /// <summary>Reads until the server closes or resets the connection.</summary>
    private static async Task<string> DrainAsync(Stream stream)
    {
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            for (
                int read;
                (read = await stream.ReadAsync(buffer, Cancelled).AsTask().WaitAsync(RunningServer.Patience, Cancelled))
                    > 0;

            )
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // The server closed the connection before it had received all bytes.
        }
        return answer.ToString();
    }
}
