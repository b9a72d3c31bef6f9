namespace MGen.Web.Tests;

/// <summary>
/// Memory used by a download. Measured for the whole process, so no other test may run at the same time.
/// </summary>
[Collection<AloneCollection>]
public sealed class DownloadMemoryTests
{
    private const long Mebibyte = 1024 * 1024;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_FiveGibibytes_StreamsInConstantMemory()
    {
        const long Size = 5 * 1024 * Mebibyte,
            Taken = 200 * Mebibyte;
        await using RunningServer web = await RunningServer.StartAsync();
        await web.AssertServesAsync();

        await web.UntilAsync(
            totals => totals.Aborted == 1,
            async () =>
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                using HttpResponseMessage response = await web.Http.GetAsync(
                    $"/?size={Size}&user=Alice",
                    HttpCompletionOption.ResponseHeadersRead,
                    Cancelled
                );
                Assert.Equal(Size, response.Content.Headers.ContentLength);
                await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
                byte[] buffer = new byte[Mebibyte];
                for (long taken = 0; taken < Taken; taken += buffer.Length)
                    await body.ReadExactlyAsync(buffer, Cancelled);
                Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20 * Mebibyte);
            }
        );

        Assert.InRange(web.Server.Totals.BytesOut, Taken, Size - 1);
        await web.AssertServesAsync();
    }
}
