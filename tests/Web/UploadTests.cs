using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MGen.EventLog;

namespace MGen.Web.Tests;

public sealed class UploadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT", 0, false)]
    [InlineData("PUT", 1, false)]
    [InlineData("PUT", 40_000_000, false)]
    [InlineData("POST", 1_000_000, true)]
    [InlineData("DELETE", 0, false)]
    [InlineData("PATCH", 10, true)]
    [InlineData("OPTIONS", 0, false)]
    [InlineData("HEAD", 0, false)]
    [InlineData("WHATEVER", 0, false)]
    public async Task AnyOtherMethod_Body_IsReadToItsEndAndCounted(string method, int bytes, bool chunked)
    {
        await using RunningServer web = await RunningServer.StartAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), "/?size=x&user=Alice")
        {
            Content = new ByteArrayContent(new byte[bytes]),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using HttpResponseMessage response = await web.Http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(
            [(EventKind.Listening, null), (EventKind.Receiving, "Alice")],
            (await web.StopAndReadLogAsync()).Select(e => (e.Kind, e.User))
        );
        Assert.Equal(new WebTotals(0, 1, 0, 0, 0, bytes), web.Server.Totals);
    }

    [Fact]
    public async Task Put_WithoutUser_IsRefused()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        using HttpResponseMessage response = await web.Http.PutAsync(
            "/?size=5",
            new ByteArrayContent(new byte[5]),
            Cancelled
        );

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "Missing field"),
            (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled))
        );
        Assert.Equal(new WebTotals(0, 0, 1, 0, 0, 0), web.Server.Totals);
    }

    [Fact]
    public async Task Put_ClientDisconnects_IsCountedAsAborted()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        await web.UntilAsync(
            totals => totals.Aborted == 1,
            async () =>
            {
                await using SslStream leaving = await web.ConnectAsync();
                await BeginUploadAsync(web, leaving, "Content-Length: 1000\r\n\r\nhalf");
            }
        );

        await web.AssertServesAsync();
        Assert.Equal((1, 4), (web.Server.Totals.Aborted, web.Server.Totals.BytesIn));
    }

    [Fact]
    public async Task Put_ClientResetsTheConnection_IsAbortedAndNoErrorOfTheServer()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        await web.UntilAsync(
            totals => totals.Aborted == 1,
            async () =>
            {
                using NetworkStream tcp = await web.ConnectTcpAsync();
                using SslStream leaving = new(tcp, true, RunningServer.IsSelfSigned);
                await leaving.AuthenticateAsClientAsync("localhost");
                await BeginUploadAsync(web, leaving, "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                tcp.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                tcp.Socket.Close();
            }
        );

        await web.AssertServesAsync();
        await web.Server.DisposeAsync();
        Assert.Empty(web.Warnings);
    }

    [Fact]
    public async Task Put_RequestsAnUpgrade_GetsAResponseWithoutWaitingForABody()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using SslStream client = await web.ConnectAsync();

        await client.WriteAsync(
            Encoding.ASCII.GetBytes(
                "PUT /?user=Alice HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
            ),
            Cancelled
        );

        using StreamReader reader = new(client);
        Assert.Equal(
            "HTTP/1.1 200 OK",
            await reader.ReadLineAsync(Cancelled).AsTask().WaitAsync(RunningServer.Patience, Cancelled)
        );
    }

    /// <summary>Sends a part of an upload, and waits until the server has read bytes of its body.</summary>
    private static Task BeginUploadAsync(RunningServer web, SslStream client, string restOfRequest) =>
        web.UntilAsync(
            totals => totals.BytesIn > 0,
            async () =>
                await client.WriteAsync(
                    Encoding.ASCII.GetBytes($"PUT /?user=Alice HTTP/1.1\r\nHost: x\r\n{restOfRequest}"),
                    Cancelled
                )
        );
}
