using System.Text.Json;
using MGen.Report.Tests.Browser;

namespace MGen.LivePage.Tests;

/// <summary>The page in a browser, over a real connection.</summary>
public sealed class LivePageInBrowserTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Open_RunningRun_ShowsItsNumbersAndFits(int width, bool isDark)
    {
        await using SampleRun run = new();
        for (int second = 0; second < 90; second++)
            run.Pass(messages: 400 + (second * second % 173));
        await using BrowserTab tab = await chromium.OpenTabAsync();

        await tab.OpenAsync(run.Server.Address.AbsoluteUri, width, isDark);
        await UntilAsync(tab, "document.querySelectorAll('.card').length === 8");

        string text = (await tab.EvaluateAsync("document.body.innerText")).GetString()!;
        Assert.All(
            (string[])
                [
                    "mgen-client",
                    "running",
                    "01:30 of 10:00",
                    "10,000 users",
                    "31,200",
                    "of 31,216",
                    "Top senders",
                    "u4711",
                    "p99",
                ],
            words => Assert.Contains(words, text, StringComparison.Ordinal)
        );
        Assert.Equal(8, (await tab.EvaluateAsync("document.querySelectorAll('svg .line.l0').length")).GetInt32());
        Assert.True((await tab.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth")).GetBoolean());
        Assert.Equal(
            isDark ? "rgb(18, 22, 27)" : "rgb(255, 255, 255)",
            (await tab.EvaluateAsync("getComputedStyle(document.body).backgroundColor")).GetString()
        );
        Assert.All(
            tab.Requests,
            request =>
                Assert.True(
                    request.StartsWith(run.Server.Address.AbsoluteUri, StringComparison.Ordinal) || request == "data:,",
                    request
                )
        );
        Assert.Empty(tab.Complaints);
        await SaveAsync(tab, $"{(isDark ? "dark" : "light")}-{width}");
    }

    [Fact]
    public async Task Open_ASecondPasses_TheNumbersMove()
    {
        await using SampleRun run = new();
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(run.Server.Address.AbsoluteUri, 1280, isDark: false);
        await UntilAsync(tab, "document.querySelectorAll('.card').length === 8");

        run.Pass(messages: 12_345);

        await UntilAsync(tab, "document.body.innerText.includes('12,345')");
        Assert.False(
            (await tab.EvaluateAsync("document.querySelector('.card.loss').classList.contains('some')")).GetBoolean()
        );
        run.Lost = 3;
        run.Pass(messages: 1);
        await UntilAsync(tab, "document.querySelector('.card.loss').classList.contains('some')");
    }

    [Fact]
    public async Task Open_TheRunEnds_SaysTheVerdictAndKeepsTheLastState()
    {
        await using SampleRun run = new();
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(run.Server.Address.AbsoluteUri, 1280, isDark: false);
        run.Pass(messages: 77);
        await UntilAsync(tab, "document.body.innerText.includes('77')");

        await run.Server.EndAsync("doubtful");
        await UntilAsync(tab, "document.getElementById('phase').textContent === 'ended: doubtful'");
        await run.DisposeAsync();

        // A page that has the last state does not look for the program any more.
        Assert.Equal(2, (await tab.EvaluateAsync("events.readyState")).GetInt32());
        Assert.True((await tab.EvaluateAsync("document.getElementById('alert').hidden")).GetBoolean());
    }

    [Fact]
    public async Task Open_TheProgramIsGone_SaysSoAndComesBackWithTheNextRun()
    {
        SampleRun run = new();
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(run.Server.Address.AbsoluteUri, 1280, isDark: true);
        await UntilAsync(tab, "document.querySelectorAll('.card').length === 8");

        await run.DisposeAsync();

        await UntilAsync(tab, "document.getElementById('phase').textContent === 'connection lost'");
        Assert.Contains(
            "does not answer",
            (await tab.EvaluateAsync("document.body.innerText")).GetString(),
            StringComparison.Ordinal
        );
        await SaveAsync(tab, "gone");
        System.Net.IPEndPoint same = new(System.Net.IPAddress.Loopback, run.Server.Address.Port);
        await using SampleRun next = new("next run", new DashboardAddress(same, IsChosen: true));
        await UntilAsync(tab, "document.body.innerText.includes('next run')");
        Assert.True((await tab.EvaluateAsync("document.getElementById('alert').hidden")).GetBoolean());
    }

    [Fact]
    public async Task Open_NamesWithMarkup_StayText()
    {
        const string Hostile = "<img src=x onerror=alert(1)>";
        await using SampleRun run = new(Hostile);
        run.TopUser = Hostile;
        run.Pass(messages: 1);
        await using BrowserTab tab = await chromium.OpenTabAsync();

        await tab.OpenAsync(run.Server.Address.AbsoluteUri, 1280, isDark: false);

        await UntilAsync(tab, $"document.body.innerText.includes({JsonSerializer.Serialize(Hostile)})");
        Assert.Equal(0, (await tab.EvaluateAsync("document.images.length")).GetInt32());
    }

    /// <summary>Waits in the page until an expression is true; fails after half a minute.</summary>
    private static async Task UntilAsync(BrowserTab tab, string expression)
    {
        JsonElement isSo = await tab.EvaluateAsync(
            $"new Promise(done => {{ const start = Date.now(), look = () => ({expression}) ? done(true) : Date.now() - start > 30000 ? done(false) : setTimeout(look, 20); look(); }})"
        );
        Assert.True(isSo.GetBoolean(), $"never true: {expression}; {string.Join('\n', tab.Complaints)}");
    }

    /// <summary>Saves a picture for people where <c>MGEN_SCREENSHOTS</c> names a folder.</summary>
    private static async Task SaveAsync(BrowserTab tab, string name)
    {
        if (Environment.GetEnvironmentVariable("MGEN_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"live-{name}.png"), await tab.PictureAsync());
    }
}
