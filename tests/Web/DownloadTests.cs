using System.Net;
using System.Net.Security;
using System.Text;
using MGen.EventLog;

namespace MGen.Web.Tests;

public sealed class DownloadTests
{
    private const long Mebibyte = 1 << 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/?size=0&user=Alice", 0)]
    [InlineData("/?user=Alice", 0)]
    [InlineData("/?size=1&user=Alice", 1)]
    [InlineData("/?size=65536&user=Alice", 65536)]
    [InlineData("/any/path?user=Alice&size=1000001&more=1", 1_000_001)]
    [InlineData("/?size=7&size=%2B8&user=Bob&user=Alice", 8)]
    public async Task Get_Size_SendsThatManyZerosAndLogsIt(string url, int bytes)
    {
        await using RunningServer web = await RunningServer.StartAsync();

        using HttpResponseMessage response = await web.Http.GetAsync(url, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(bytes, response.Content.Headers.ContentLength);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.Equal(bytes, body.Length);
        Assert.Equal(-1, body.AsSpan().IndexOfAnyExcept((byte)0));
        LogEvent[] log = [.. await web.StopAndReadLogAsync()];
        Assert.Equal(
            [(EventKind.Listening, null, 0), (EventKind.Sending, "Alice", bytes)],
            log.Select(e => (e.Kind, e.User, e.Amount))
        );
        Assert.Equal(new WebTotals(1, 0, 0, 0, bytes, 0), web.Server.Totals);
    }

    [Fact]
    public async Task Get_LargestSize_SendsItsHeaders()
    {
        await using RunningServer web = await RunningServer.StartAsync();

        using HttpResponseMessage response = await web.Http.GetAsync(
            $"/?size={long.MaxValue}&user=Alice",
            HttpCompletionOption.ResponseHeadersRead,
            Cancelled
        );

        Assert.Equal(long.MaxValue, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Get_ClientStopsReading_DelaysNoOtherClientAndBuffersLittle()
    {
        await using RunningServer web = await RunningServer.StartAsync();
        await using SslStream stalled = await web.ConnectAsync();
        await web.UntilAsync(
            totals => totals.BytesOut > 0,
            async () =>
                await stalled.WriteAsync(
                    Encoding.ASCII.GetBytes($"GET /?size={1024 * Mebibyte}&user=Alice HTTP/1.1\r\nHost: x\r\n\r\n"),
                    Cancelled
                )
        );

        await web.AssertServesAsync();

        Assert.InRange(web.Server.Totals.BytesOut, 1, 64 * Mebibyte); // what fits into the socket buffers of both ends
        await web.Server.DisposeAsync().AsTask().WaitAsync(RunningServer.Patience, Cancelled);
        Assert.Equal(1, web.Server.Totals.Aborted);
    }

    [Theory]
    [InlineData("/", "Missing field")]
    [InlineData("/?", "Missing field")]
    [InlineData("/?size=5", "Missing field")]
    [InlineData("/?size=5&User=Alice", "Missing field")]
    [InlineData("/?size=&user=Alice", "Number field is not numeric")]
    [InlineData("/?size=five&user=Alice", "Number field is not numeric")]
    [InlineData("/?size=-1&user=Alice", "Number field is not numeric")]
    [InlineData("/?size=+1&user=Alice", "Number field is not numeric")]
    [InlineData("/?size=1.0&user=Alice", "Number field is not numeric")]
    [InlineData("/?size=9223372036854775808&user=Alice", "Number field is not numeric")]
    public async Task Get_BadQuery_IsRefused(string url, string reason)
    {
        await using RunningServer web = await RunningServer.StartAsync();

        using HttpResponseMessage response = await web.Http.GetAsync(url, Cancelled);

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, reason),
            (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled))
        );
        Assert.Equal(EventKind.Listening, Assert.Single(await web.StopAndReadLogAsync()).Kind);
        Assert.Equal(new WebTotals(0, 0, 1, 0, 0, 0), web.Server.Totals);
    }

    [Theory]
    [InlineData("/?user=", "")]
    [InlineData("/?user=Zo%C3%AB+K.", "Zoë K.")]
    [InlineData("/?user=a,b%0Ac", "a_b_c")]
    public async Task Get_OddUser_IsLoggedOnOneLine(string url, string logged)
    {
        await using RunningServer web = await RunningServer.StartAsync();

        using HttpResponseMessage response = await web.Http.GetAsync(url, Cancelled);

        Assert.Equal(logged, (await web.StopAndReadLogAsync())[1].User);
    }
}
