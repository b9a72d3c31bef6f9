using System.Globalization;
using System.Xml.Linq;
using MGen.Report.Fits;

namespace MGen.Report.Tests.Fits;

public sealed class FitPicturesTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Plots_EachDistribution_HasAQuantilePlotAndDistributionFunctions()
    {
        string[] names =
        [
            .. SampleFits
                .Pictures()
                .Plots()
                .Select(plot => plot.Name)
                .Where(name => name.EndsWith(".svg", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            [
                "fit-cdf-a-r.svg",
                "fit-cdf-i.svg",
                "fit-cdf-m.svg",
                "fit-cdf-w.svg",
                "fit-qq-a-r.svg",
                "fit-qq-i.svg",
                "fit-qq-m.svg",
                "fit-qq-w.svg",
                "fit-shares.svg",
                "fit-users.svg",
            ],
            names
        );
    }

    [Fact]
    public void Plots_SimulatedTwiceReal_LiesAboveTheDiagonal()
    {
        Assert.All(Markers("fit-qq-i.svg").Skip(20), point => Assert.True(Above(point, "fit-qq-i.svg") > 5));
        Assert.All(Markers("fit-qq-a-r.svg"), point => Assert.Equal(0, Above(point, "fit-qq-a-r.svg"), 1));
    }

    [Fact]
    public void Plots_Numbers_AreThoseOfTheFitWithUnitsInTheirColumns()
    {
        string[] lines = Content("fit-qq-i.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("percent,real_seconds,simulated_seconds", lines[0]);
        Assert.Equal(101, lines.Length);
        Assert.Equal("50,518,1036", lines[50]);
        Assert.StartsWith("percent,real_blocks,", Content("fit-qq-m.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Plots_ZeroValues_AreDrawnAndLabelled()
    {
        Assert.Equal(100, Markers("fit-qq-w.svg").Length);
        Assert.Contains("0 is drawn at 0.5.", SampleFits.Pictures().ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_Fit_ShowsResultsAndHasNoExternalReferences()
    {
        string html = SampleFits
            .Pictures(SampleFits.Create(SampleFits.Goodness(), 3, "2 media files are of unknown size"))
            .ToHtml();

        Assert.All(
            (string[])
                [
                    "3 models of 3 users",
                    "seed 7",
                    "messages simulated, 900 real",
                    "KS 0.052 over all",
                    "u000000000003",
                    "dates are day, month, year",
                    "2 media files",
                ],
            words => Assert.Contains(words, html, StringComparison.Ordinal)
        );
        Assert.All(
            (string[])["http:", "https:", "src=", "<link"],
            words =>
                Assert.DoesNotContain(
                    words,
                    html.Replace(Svg.NamespaceName, "", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(
            html,
            SampleFits
                .Pictures(SampleFits.Create(SampleFits.Goodness(), 3, "2 media files are of unknown size"))
                .ToHtml()
        );
    }

    [Fact]
    public void ToHtml_WithoutSimulation_SaysThatThereIsNothingToCompare()
    {
        FitPictures pictures = SampleFits.Pictures(SampleFits.Create(goodness: null));

        Assert.Contains("The chats were not simulated", pictures.ToHtml(), StringComparison.Ordinal);
        Assert.Empty(pictures.Plots());
    }

    [Fact]
    public void ToHtml_ManyUsers_StaysSmallAndSaysWhatIsLeftOut()
    {
        string html = SampleFits.Pictures(SampleFits.Create(SampleFits.Goodness(), users: 5_000)).ToHtml();

        Assert.InRange(html.Length, 50_000, 250_000);
        Assert.Contains("4,900 more are left out", html, StringComparison.Ordinal);
    }

    private static string Content(string name) =>
        SampleFits.Pictures().Plots().Single(plot => plot.Name == name).Content;

    /// <summary>The marked quantiles, without the second markers of those that are labelled.</summary>
    private static XElement[] Markers(string name) =>
        [.. XElement.Parse(Content(name)).Descendants(Svg + "circle").Where(circle => circle.HasElements)];

    /// <summary>How far a point is above the dashed line.</summary>
    private static double Above(XElement point, string name)
    {
        string line = XElement
            .Parse(Content(name))
            .Descendants(Svg + "path")
            .Single(path => path.Attribute("class")!.Value == "axis")
            .Attribute("d")!
            .Value;
        double[] ends =
        [
            .. line[1..].Split('L', ' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
        ];
        double x = Number(point, "cx");
        return ends[1] + ((x - ends[0]) / (ends[2] - ends[0]) * (ends[3] - ends[1])) - Number(point, "cy");
    }

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
