using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MGen.LivePage.Tests;

public sealed class HttpResponderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Page_MayRunItsOwnScriptAndLoadNothing()
    {
        await using SampleRun run = new();
        using HttpClient http = new();

        using HttpResponseMessage response = await http.GetAsync(run.Server.Address, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.True(response.Headers.CacheControl!.NoStore);
        string page = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain(
            "http://",
            page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200)]
    [InlineData("GET /?x=1 HTTP/1.1\r\nHost: 127.0.0.1:9999\r\n\r\n", 200)]
    [InlineData("GET /live.json HTTP/1.0\r\nhost: [::1]:80\r\n\r\n", 200)]
    [InlineData("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200)]
    [InlineData("GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n", 404)]
    [InlineData("GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404)]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost.evil.example:80\r\n\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 421)]
    [InlineData("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400)]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n", 400)]
    public async Task Request_AnyBytes_AnswersWithAStatusAndCloses(string request, int status)
    {
        await using SampleRun run = new();

        string response = await SendAsync(run, Encoding.Latin1.GetBytes(request));

        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        if (request.StartsWith("HEAD", StringComparison.Ordinal))
            Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        await AssertServesAsync(run);
    }

    [Fact]
    public async Task Request_EndsInTheMiddleOrIsTooLong_IsRefused()
    {
        await using SampleRun run = new();

        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(run, "GET / HTT"u8.ToArray()), StringComparison.Ordinal);
        // Exactly the limit, so that nothing is unread when the connection closes, which would reset it.
        byte[] endless = new byte[HttpRequest.MaxBytes];
        endless.AsSpan().Fill((byte)'a');
        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(run, endless), StringComparison.Ordinal);
        await AssertServesAsync(run);
    }

    [Fact]
    public async Task Request_Silence_IsClosedAtTheLimit()
    {
        await using SampleRun run = new();
        using Socket silent = await ConnectAsync(run);
        await silent.SendAsync("GET / HT"u8.ToArray(), Cancellation);
        Task<int> closed = ReceiveAsync(silent);

        // The server's timer may start after the first of these.
        while (!closed.IsCompleted)
        {
            run.Clock.Advance(HttpResponder.RequestLimit);
            await Task.WhenAny(closed, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation));
        }

        Assert.Equal(0, await closed);
        await AssertServesAsync(run);
    }

    [Fact]
    public async Task Connections_AboveTheLimit_AreClosedAndTheOthersStay()
    {
        await using SampleRun run = new();
        List<EventReader> pages = [];
        for (int page = 0; page < HttpResponder.MaxConnections; page++)
        {
            pages.Add(await EventReader.OpenAsync(run.Server.Address));
            await pages[^1].NextAsync();
        }

        using (Socket further = await ConnectAsync(run))
            Assert.Equal(0, await ReceiveAsync(further).WaitAsync(Patience, Cancellation));

        run.Pass(messages: 1);
        foreach (EventReader page in pages)
        {
            await page.NextAsync();
            page.Dispose();
        }
        // Their places become free when the next events find that the readers have left.
        await UntilServedAsync(run);
    }

    private static async Task UntilServedAsync(SampleRun run)
    {
        using HttpClient http = new();
        for (int attempt = 0; ; attempt++)
        {
            run.Pass(messages: 1);
            try
            {
                await http.GetStringAsync(run.Server.Address, Cancellation);
                return;
            }
            catch (HttpRequestException) when (attempt < 1000)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            }
        }
    }

    private static async Task AssertServesAsync(SampleRun run)
    {
        using HttpClient http = new();
        Assert.NotEmpty(await http.GetStringAsync(run.Server.Address, Cancellation));
    }

    private static async Task<Socket> ConnectAsync(SampleRun run)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, run.Server.Address.Port, Cancellation);
        return socket;
    }

    /// <returns>The number of bytes; 0 if the peer has closed or reset the connection.</returns>
    private static async Task<int> ReceiveAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[100], Cancellation);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static async Task<string> SendAsync(SampleRun run, byte[] request)
    {
        using Socket socket = await ConnectAsync(run);
        await socket.SendAsync(request, Cancellation);
        await using NetworkStream stream = new(socket); // before the shutdown: the constructor refuses later
        socket.Shutdown(SocketShutdown.Send);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation);
    }
}
