using System.Globalization;
using System.Xml.Linq;
using MGen.Report.Charts;
using MGen.Report.Quantities;

namespace MGen.Report.Tests.Charts;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void ToSvgFile_Line_RunsThroughItsPointsAndPausesWhereThereIsNone()
    {
        XElement svg = XElement.Parse(
            Sample([new Point(0, 0), new Point(5, 10), new Point(6, double.NaN), new Point(8, 5), new Point(10, 0)])
                .ToSvgFile()
        );

        string path = svg.Descendants(Svg + "path")
            .Single(path => path.Attribute("data-name")?.Value == "line")
            .Attribute("d")!
            .Value;
        Assert.Equal(["M", "L", "M", "L"], path.Where(char.IsAsciiLetter).Select(c => c.ToString()));
        double[][] points =
        [
            .. path.Split('M', 'L')
                .Skip(1)
                .Select(point => point.Split(' ').Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray()),
        ];
        // The second point is in the middle and at the top, the last one at the right and at the bottom.
        Assert.Equal((points[0][0] + points[3][0]) / 2, points[1][0], 2);
        Assert.Equal(points[0][1], points[3][1], 2);
        Assert.True(points[1][1] < points[0][1] - 100);
    }

    /// <summary>
    /// Messages received and receipts are often equal: the later line has gaps, in which the earlier one shows.
    /// </summary>
    [Fact]
    public void ToSvgFile_EqualSolidLines_EachIsVisible()
    {
        XElement svg = XElement.Parse(
            Sample([
                    new Series("sent", 0, [new Point(0, 0), new Point(5, 2), new Point(10, 3)]) { Dash = null },
                    new Series("received", 1, [new Point(0, 0), new Point(5, 4), new Point(10, 6)]) { Dash = null },
                    new Series("receipts", 2, [new Point(0, 0), new Point(5, 4), new Point(10, 6)]) { Dash = null },
                    new Series("again", 3, [new Point(0, 0), new Point(5, 4), new Point(10, 6)]) { Dash = null },
                ])
                .ToSvgFile()
        );

        Assert.Equal(
            [null, null, "8 8", "5 11"],
            svg.Descendants(Svg + "path")
                .Where(path => path.Attribute("data-name") is not null)
                .Select(path => path.Attribute("stroke-dasharray")?.Value)
        );
    }

    [Theory]
    [InlineData(237.6, 8, "386.1", "237.6pt")] // a column of 3.3 inches
    [InlineData(504, 10, "655.2", "504pt")] // a page of 7 inches
    public void ToSvgFile_SizeOnPaper_KeepsTheSizeOfText(double width, double font, string units, string attribute)
    {
        XElement svg = XElement.Parse(
            Sample([new Point(0, 1), new Point(10, 5)]).ToSvgFile(new FigureSize(width, font))
        );

        Assert.Equal(attribute, svg.Attribute("width")!.Value);
        double[] box =
        [
            .. svg.Attribute("viewBox")!.Value.Split(' ').Select(c => double.Parse(c, CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(units, box[2].ToString("0.#", CultureInfo.InvariantCulture));
        double textUnits = double.Parse(svg.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        Assert.Equal(font, textUnits * width / box[2], 2);
        // The last tick's line ends within the picture, and most of the picture is used.
        double right = svg.Descendants(Svg + "line")
            .Max(line => double.Parse(line.Attribute("x2")!.Value, CultureInfo.InvariantCulture));
        Assert.InRange(right, box[2] * 0.6, box[2]);
    }

    [Theory]
    [InlineData("3.3in", 237.6)]
    [InlineData("84mm", 238.11)]
    [InlineData("8.4cm", 238.11)]
    [InlineData("240pt", 240)]
    public void TryParseWidth_Length_IsInPoints(string text, double points)
    {
        Assert.True(FigureSize.TryParseWidth(text, out double parsed));
        Assert.Equal(points, parsed, 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("in")]
    [InlineData("3.3")]
    [InlineData("-3in")]
    [InlineData("0mm")]
    [InlineData("NaNpt")]
    [InlineData("3,3in")]
    public void TryParseWidth_NoLength_IsRefused(string text) =>
        Assert.False(FigureSize.TryParseWidth(text, out double _));

    [Fact]
    public void ToSvgFile_SeriesWithoutPoints_HasNoName()
    {
        XyChart chart = Sample([new Point(0, 1), new Point(10, 5)]) with { Names = NamePlace.LineEnds };

        string svg = (
            chart with
            {
                Series = [chart.Series[0], new Series("absent", 1, [new Point(0, double.NaN)])],
            }
        ).ToSvgFile();

        Assert.Contains(">line<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(">absent<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void ToSvgFile_AnyChart_StandsAloneWithColoursAndNames()
    {
        XElement svg = XElement.Parse(Sample([new Point(0, 1), new Point(10, 5)]).ToSvgFile());

        Assert.Equal("A title", svg.Element(Svg + "title")!.Value);
        Assert.Equal("What is seen", svg.Element(Svg + "desc")!.Value);
        Assert.Equal("470", svg.Attribute("width")!.Value);
        Assert.All(
            svg.Descendants(Svg + "text"),
            text => Assert.StartsWith("#", text.Attribute("fill")!.Value, StringComparison.Ordinal)
        );
        Assert.All(
            svg.Descendants(Svg + "line"),
            line => Assert.StartsWith("#", line.Attribute("stroke")!.Value, StringComparison.Ordinal)
        );
        Assert.Empty(svg.Descendants(Svg + "style"));
    }

    [Fact]
    public void ToInlineSvg_Axes_TellTheScriptHowPixelsBecomeNumbers()
    {
        XElement svg = XElement.Parse(Sample([new Point(0, 1), new Point(10, 5)]).ToInlineSvg());

        string[] x = svg.Attribute("data-x")!.Value.Split(' ');
        Assert.Equal(["linear", "0", "10"], x[..3]);
        Assert.Equal("time", x[5]);
        Assert.Equal("x", svg.Attribute("data-by")!.Value);
        Assert.Null(svg.Attribute("width"));
    }

    [Fact]
    public void ToSvgFile_Band_IsAnAreaBetweenItsBorders()
    {
        XyChart chart = Sample([new Point(0, 2), new Point(10, 2)]);
        chart = chart with
        {
            Series =
            [
                chart.Series[0] with
                {
                    BandLow = [new Point(0, 1), new Point(10, 1)],
                    BandHigh = [new Point(0, 3), new Point(10, 3)],
                },
            ],
        };

        string band = XElement
            .Parse(chart.ToSvgFile())
            .Descendants(Svg + "path")
            .Single(path => path.Attribute("class")!.Value.StartsWith("band", StringComparison.Ordinal))
            .Attribute("d")!
            .Value;

        Assert.Equal("MLLLZ", string.Concat(band.Where(char.IsAsciiLetter)));
    }

    [Fact]
    public void ToSvgFile_Bars_AreAsLongAsTheirAmounts()
    {
        BarChart chart = new()
        {
            Id = "bars",
            Title = "Bars",
            Description = "Two bars",
            Quantity = Quantity.Count,
            Bars = [new BarRow("all", 200, "", 0), new BarRow("half", 100, "(50 %)", 1), new BarRow("none", 0, "", 0)],
        };

        XElement[] bars = [.. XElement.Parse(chart.ToInlineSvg()).Elements(Svg + "rect")];

        Assert.Equal(Width(bars[0]) / 2, Width(bars[1]), 1);
        Assert.Equal("half: 100 (50 %)", bars[1].Element(Svg + "title")!.Value);
        Assert.Equal(1, Width(bars[2]));

        static double Width(XElement bar) => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture);
    }

    private static XyChart Sample(IReadOnlyList<Point> points) => Sample([new Series("line", 0, points)]);

    private static XyChart Sample(IReadOnlyList<Series> lines) =>
        new()
        {
            Id = "sample",
            Title = "A title",
            Description = "What is seen",
            X = new Axis("time", Quantity.Time, new LinearScale(0, 10)),
            Y = new Axis("count", Quantity.Count, new LinearScale(0, 10)),
            Series = lines,
        };
}
