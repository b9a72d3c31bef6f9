using System.Globalization;
using System.Text.Json;
using MGen.Report.Charts;
using MGen.Report.Pages;
using MGen.Report.Tests.Fits;

namespace MGen.Report.Tests.Browser;

/// <summary>
/// The page in a browser. Checks what no other test can: that text fits, that nothing is requested from the network,
/// that names stay text.
/// </summary>
public sealed class ReportInBrowserTests(Chromium chromium) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-report-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("one", 1280, false)]
    [InlineData("one", 390, true)]
    [InlineData("compared", 1280, true)]
    [InlineData("compared", 390, false)]
    [InlineData("hostile", 1280, false)]
    [InlineData("hostile", 390, true)]
    [InlineData("empty", 1280, false)]
    [InlineData("fit", 1200, false)]
    [InlineData("fit", 1200, true)]
    [InlineData("fit", 400, true)]
    [InlineData("fit without goodness", 400, false)]
    public async Task Open_FromDisk_FitsAndAsksForNothing(string sample, int width, bool isDark)
    {
        string file = Save(sample);
        await using BrowserTab tab = await chromium.OpenTabAsync();

        await tab.OpenAsync(file, width, isDark);

        string[] problems =
        [
            .. (await tab.EvaluateAsync(PageProbe.Problems)).EnumerateArray().Select(problem => problem.GetString()!),
        ];
        Assert.Empty(
            sample is "empty" or "fit without goodness" ? problems.Where(problem => problem != "no chart") : problems
        );
        Assert.Equal([new Uri(file).AbsoluteUri], tab.Requests.Distinct());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Open_HostileNames_StayNames()
    {
        await using BrowserTab tab = await chromium.OpenTabAsync();

        await tab.OpenAsync(Save("hostile"), 1280, isDark: false);

        // A name that ran as a script would have changed the title.
        Assert.Equal("Sample", (await tab.EvaluateAsync("document.title")).GetString());
        Assert.Equal(0, (await tab.EvaluateAsync(PageProbe.Strangers)).GetInt32());
        Assert.Equal(1, (await tab.EvaluateAsync("document.scripts.length")).GetInt32());
    }

    /// <summary>Tests the checks themselves: they detect a page that is broken on purpose.</summary>
    [Fact]
    public async Task Problems_SpoiltPage_AreFound()
    {
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(Save("one"), 1280, isDark: false);

        await tab.EvaluateAsync(
            """
            (() => {
              const [one, two] = document.querySelectorAll('figure svg');
              const texts = one.querySelectorAll('text'); texts[1].setAttribute('x', texts[0].getAttribute('x')); texts[1].setAttribute('y', texts[0].getAttribute('y'));
              two.querySelector('text').setAttribute('x', '500');
              two.querySelector('desc').remove();
              document.querySelector('main').style.width = '3000px'; document.querySelector('main').style.maxWidth = 'none';
              document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/x.png">');
            })()
            """
        );

        string problems = string.Join('\n', (await tab.EvaluateAsync(PageProbe.Problems)).EnumerateArray());
        Assert.All(
            (string[])
                ["is upon", "is cut", "has no name for screen readers", "is named by something else", "the page is 3"],
            words => Assert.Contains(words, problems, StringComparison.Ordinal)
        );
        Assert.NotEqual(0, (await tab.EvaluateAsync(PageProbe.Strangers)).GetInt32());
        // The page's own policy blocks the request and reports a violation.
        Assert.Contains(
            tab.Complaints,
            complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(false, "rgb(255, 255, 255)", "rgb(27, 102, 201)")]
    [InlineData(true, "rgb(18, 22, 27)", "rgb(108, 184, 255)")]
    public async Task Open_LightOrDark_HasThePapersColours(bool isDark, string paper, string line)
    {
        await using BrowserTab tab = await chromium.OpenTabAsync();

        await tab.OpenAsync(Save("one"), 1280, isDark);

        Assert.Equal(paper, (await tab.EvaluateAsync("getComputedStyle(document.body).backgroundColor")).GetString());
        Assert.Equal(
            line,
            (await tab.EvaluateAsync("getComputedStyle(document.querySelector('svg .line.l0')).stroke")).GetString()
        );
        await tab.EvaluateAsync("document.getElementById('theme').click()");
        Assert.NotEqual(
            paper,
            (await tab.EvaluateAsync("getComputedStyle(document.body).backgroundColor")).GetString()
        );
    }

    [Fact]
    public async Task Hover_ADistribution_ReadsOutTheQuantileOfEachSet()
    {
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(Save("compared"), 1280, isDark: false);
        // The middle of the chart of round trips, at the height of its tick 0.9.
        JsonElement place = await tab.EvaluateAsync(
            """
            (() => {
              const svg = document.querySelector('#figure-latency-round-trip svg'); svg.scrollIntoView({ block: 'center', behavior: 'instant' });
              const tick = [...svg.querySelectorAll('text')].find(text => text.textContent === '0.9').getBoundingClientRect(), box = svg.getBoundingClientRect();
              return { x: box.left + box.width / 2, y: (tick.top + tick.bottom) / 2 };
            })()
            """
        );

        await tab.MoveMouseAsync(place.GetProperty("x").GetDouble(), place.GetProperty("y").GetDouble());

        string[] lines = (
            await tab.EvaluateAsync(
                "document.getElementById('readout').hidden ? '' : document.getElementById('readout').textContent"
            )
        )
            .GetString()!
            .Split('\n');
        Assert.StartsWith("0.9", lines[0], StringComparison.Ordinal);
        Assert.Equal(["direct", "tor", "tor, busy"], lines[1..].Select(line => line.Split("  ")[0]));
        // The 0.9-quantile of a log-normal with median 20 ms and sigma 0.4 is 33 ms.
        Assert.Matches("3[0-9](\\.[0-9])? ms", lines[1]);
    }

    [Fact]
    public async Task Click_TheButtonsOfAFigure_SaveItsFiles()
    {
        RunReport report = SampleReports.Compared();
        Dictionary<string, string> plots = report.Plots().ToDictionary(plot => plot.Name, plot => plot.Content);
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(Save("compared"), 1280, isDark: true);
        DirectoryInfo downloads = _directory.CreateSubdirectory("downloads");
        await tab.SaveDownloadsAsync(downloads.FullName);

        await tab.EvaluateAsync(
            "window.print = () => {}; document.querySelectorAll('#figure-latency-round-trip .files button').forEach(button => button.click())"
        );

        string csv = await ReadWhenSavedAsync(Path.Combine(downloads.FullName, "latency-round-trip.csv"));
        Assert.Equal(plots["latency-round-trip.csv"], csv);
        string svg = await ReadWhenSavedAsync(Path.Combine(downloads.FullName, "latency-round-trip.svg"));
        // Light colours on paper, also if the page is dark, and the lines of the file that --plots writes.
        System.Xml.Linq.XElement saved = System.Xml.Linq.XElement.Parse(svg),
            written = System.Xml.Linq.XElement.Parse(plots["latency-round-trip.svg"]);
        Assert.Equal(Lines(written), Lines(saved));
        Assert.NotEmpty(Lines(saved));
    }

    [Fact]
    public async Task Plots_ColumnOfAPaper_TextFitsAndStaysApart()
    {
        IEnumerable<string> figures = SampleReports
            .Compared()
            .Plots(new FigureSize(237.6, 8))
            .Where(plot => plot.Name.EndsWith(".svg", StringComparison.Ordinal))
            .Select(plot =>
                $"<figure>{plot.Content[plot.Content.IndexOf("<svg", StringComparison.Ordinal)..]}<table><tbody><tr><td>0</td></tr></tbody></table></figure>"
            );
        string file = Path.Combine(_directory.FullName, "column.html");
        await File.WriteAllTextAsync(
            file,
            $"<!doctype html><meta charset=utf-8><title>Column</title>{string.Concat(figures)}",
            TestContext.Current.CancellationToken
        );
        await using BrowserTab tab = await chromium.OpenTabAsync();

        await tab.OpenAsync(file, 1280, isDark: false);

        Assert.Empty(
            (await tab.EvaluateAsync(PageProbe.Problems)).EnumerateArray().Select(problem => problem.GetString())
        );
        Assert.Equal(
            316.8,
            (await tab.EvaluateAsync("document.querySelector('svg').getBoundingClientRect().width")).GetDouble(),
            1
        );
        if (Environment.GetEnvironmentVariable("MGEN_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(
                Path.Combine(folder, "column.png"),
                await tab.PictureAsync(),
                TestContext.Current.CancellationToken
            );
    }

    [Fact]
    public async Task Print_ComparedSets_IsAFewPages()
    {
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(Save("compared"), 1280, isDark: true);

        byte[] pdf = await tab.PrintAsync();

        int pages = System.Text.Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length - 1;
        Assert.InRange(pages, 4, 25);
    }

    /// <summary>The button opens the browser's print dialog, which this test replaces by printing.</summary>
    [Fact]
    public async Task Click_Pdf_PrintsTheFigureAloneInItsSize()
    {
        await using BrowserTab tab = await chromium.OpenTabAsync();
        await tab.OpenAsync(Save("compared"), 1280, isDark: true);
        await tab.EvaluateAsync(
            "window.print = () => {}; document.querySelector('#figure-latency-round-trip .files button:nth-child(2)').click()"
        );

        string title = (await tab.EvaluateAsync("document.title")).GetString()!;
        string pdf = System.Text.Encoding.Latin1.GetString(await tab.PrintAsync());
        double width = (
            await tab.EvaluateAsync("document.querySelector('#figure-latency-round-trip svg').viewBox.baseVal.width")
        ).GetDouble();

        Assert.Equal("latency-round-trip", title);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(pdf, @"/Type /Page\n"));
        Assert.Contains("/FontFile", pdf, StringComparison.Ordinal);
        double points = double.Parse(
            System.Text.RegularExpressions.Regex.Match(pdf, @"/MediaBox \[0 0 ([0-9.]+) ").Groups[1].Value,
            CultureInfo.InvariantCulture
        );
        Assert.InRange(points, (width * 0.75) - 1, (width * 0.75) + 1);
        // The event at the end of printing restores the page.
        Assert.Equal("Sample", (await tab.EvaluateAsync("document.title")).GetString());
        Assert.Equal(0, (await tab.EvaluateAsync("document.querySelectorAll('#sheet').length")).GetInt32());
    }

    private static IEnumerable<string?> Lines(System.Xml.Linq.XElement svg) =>
        svg.Descendants()
            .Where(element => element.Name.LocalName == "path")
            .Select(path => $"{path.Attribute("d")?.Value} {path.Attribute("stroke")?.Value}");

    /// <summary>
    /// Waits until the browser has given a download its name, which it does when the file is complete.
    /// </summary>
    private static async Task<string> ReadWhenSavedAsync(string path)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!File.Exists(path))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        return await File.ReadAllTextAsync(path, limit.Token);
    }

    private string Save(string sample)
    {
        string html = sample switch
        {
            "one" => SampleReports.Create(SampleReports.One()).ToHtml(),
            "compared" => SampleReports.Compared().ToHtml(),
            "hostile" => SampleReports.HostileNames().ToHtml(),
            "fit" => SampleFits.Pictures().ToHtml(),
            "fit without goodness" => SampleFits.Pictures(SampleFits.Create(goodness: null)).ToHtml(),
            _ => SampleReports.Create(SampleReports.Nothing()).ToHtml(),
        };
        string file = Path.Combine(_directory.FullName, $"{sample} of #1.html");
        File.WriteAllText(file, html);
        return file;
    }
}
