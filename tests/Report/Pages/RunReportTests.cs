using System.Globalization;
using System.Text;
using System.Xml.Linq;
using MGen.Analysis.Results;
using MGen.Report.Pages;
using MGen.Report.Sets;

namespace MGen.Report.Tests.Pages;

public sealed class RunReportTests
{
    [Fact]
    public void ToHtml_OneRun_TellsVerdictIdentityAndFigures()
    {
        string html = SampleReports.Create(SampleReports.One(new SampleRun { Seed = 77 })).ToHtml();

        Assert.All(
            (string[])
                [
                    "lossy: an owed delivery or receipt is missing",
                    "seed 77",
                    "config a379a40a",
                    "version 0.1.0",
                    "on host lab-3",
                    "logs span 1 h",
                    "Round trip, from sending to each receipt",
                    "never reached server",
                    "schedule lag",
                ],
            words => Assert.Contains(words, html, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ToHtml_AnyReport_NamesNothingOutsideOfItself()
    {
        string html = SampleReports
            .Compared()
            .ToHtml()
            .Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);

        Assert.All(
            (string[])["http:", "https:", "src=", "@import", "url(//", "<link"],
            words => Assert.DoesNotContain(words, html, StringComparison.Ordinal)
        );
        Assert.Contains("default-src &#39;none&#39;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_HostileNames_AreOnlyEverText()
    {
        string html = SampleReports.HostileNames().ToHtml();

        Assert.Equal(1, html.Split("<script").Length - 1);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
        Assert.DoesNotContain(new string('W', 201), html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_TenThousandUsersInEachOfFiveRuns_StaysSmallAndSaysWhatIsLeftOut()
    {
        RunSet set = new(
            "large",
            [
                .. Enumerable
                    .Range(1, 5)
                    .Select(seed =>
                        new SampleRun
                        {
                            Seed = seed,
                            Users = 10_000,
                            Label = $"large-{seed}",
                        }.Make()
                    ),
            ]
        );

        string html = SampleReports.Create(set).ToHtml();

        Assert.InRange(Encoding.UTF8.GetByteCount(html), 50_000, 1_000_000);
        Assert.Contains("49,985 more users are left out", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Plots_AnyReport_AreSvgAndCsvOfTheSameFigures()
    {
        RunReport report = SampleReports.HostileNames();

        Dictionary<string, string> files = report.Plots().ToDictionary(file => file.Name, file => file.Content);

        Assert.Equal(
            report
                .Figures.SelectMany(figure => new[] { $"{figure.Id}.csv", $"{figure.Id}.svg" })
                .Order(StringComparer.Ordinal),
            files.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(
            files.Where(file => file.Key.EndsWith(".svg", StringComparison.Ordinal)),
            file => Assert.Equal("svg", XElement.Parse(file.Value).Name.LocalName)
        );
        Assert.All(
            files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)),
            file => Assert.InRange(file.Value.Split('\n').Length, 3, 10_000)
        );
    }

    [Fact]
    public void Plots_RoundTrips_HaveUnitsInTheirColumnsAndTheTruth()
    {
        string csv = SampleReports
            .Create(SampleReports.Many("tor", 0.24, 4))
            .Plots()
            .Single(file => file.Name == "latency-round-trip.csv")
            .Content;

        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("set,probability,mean_seconds,low95_seconds,high95_seconds,runs", lines[0]);
        double[] median =
        [
            .. lines
                .Single(line => line.StartsWith("tor,0.5,", StringComparison.Ordinal))
                .Split(',')[2..]
                .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)),
        ];
        Assert.InRange(median[0], 0.18, 0.32);
        Assert.True(median[1] < median[0] && median[0] < median[2]);
        Assert.Equal(4, median[3]);
    }

    [Fact]
    public void MeasuresOf_ARunWithoutThatQuantile_HaveNoMean()
    {
        RunSet set = SampleReports.Many("tor", 0.24, 3, missing: 0.02);

        Dictionary<string, SetMeasure> measures = RunReport.MeasuresOf(set).ToDictionary(measure => measure.Name);

        Assert.Null(measures["round_trip_p99_seconds"].Mean);
        Assert.NotNull(measures["round_trip_p90_seconds"].Mean);
        Assert.NotNull(measures["round_trip_p90_seconds"].Low95);
        Assert.Equal(3, measures["round_trip_p90_seconds"].Runs);
    }

    [Fact]
    public void ToHtml_NothingLogged_SaysSo()
    {
        RunReport report = SampleReports.Create(SampleReports.Nothing());

        Assert.Equal(Verdict.Empty, report.Verdict);
        Assert.Contains("The logs contain no message, receipt or error.", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void New_TooManySets_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            SampleReports.Create([
                .. Enumerable
                    .Range(0, ReportRequest.MaxSets + 1)
                    .Select(i => SampleReports.One() with { Name = $"{i}" }),
            ])
        );

    [Fact]
    public void ToHtml_SameRuns_IsTheSame() =>
        Assert.Equal(SampleReports.Compared().ToHtml(), SampleReports.Compared().ToHtml());
}
