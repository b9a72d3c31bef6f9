using MGen.Report.Charts;

namespace MGen.Report.Tests.Charts;

/// <summary>Checks that colours are readable, and distinguishable also for the colour-blind.</summary>
public sealed class PaletteTests
{
    private static readonly double[][] NormalSight =
    [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ];

    // Machado, Oliveira, Fernandes 2009: complete deuteranopia and protanopia, on linear RGB.
    private static readonly double[][] Deuteranopia =
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ];
    private static readonly double[][] Protanopia =
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ];

    [Fact]
    public void Contrast_EachColourToItsPaper_IsEnoughForText()
    {
        Assert.All(
            [.. Palette.Light, Palette.Ink, Palette.Muted],
            color => Assert.InRange(Contrast(color, Palette.LightPaper), 4.5, 21)
        );
        Assert.All(Palette.Dark, color => Assert.InRange(Contrast(color, Palette.DarkPaper), 4.5, 21));
    }

    [Fact]
    public void Distance_AnyTwoOfTheFirstFive_AreDistinguishableByEverybody() =>
        Assert.All(
            from colors in new[] { Palette.Light, Palette.Dark }
            from sight in new[] { NormalSight, Deuteranopia, Protanopia }
            from a in colors.Take(5).Index()
            from b in colors.Take(a.Index)
            select (sight, a.Item, b),
            pair => Assert.InRange(Distance(Seen(pair.Item, pair.sight), Seen(pair.b, pair.sight)), 20, 300)
        );

    [Fact]
    public void Dash_AnyTwo_Differ() =>
        Assert.Equal(Palette.Size, Enumerable.Range(0, Palette.Size).Select(Palette.Dash).Distinct().Count());

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast(string one, string other)
    {
        double[] luminances =
        [
            .. new[] { one, other }
                .Select(color => Linear(color).Zip([0.2126, 0.7152, 0.0722], (c, weight) => c * weight).Sum())
                .Order(),
        ];
        return (luminances[1] + 0.05) / (luminances[0] + 0.05);
    }

    private static double[] Linear(string color) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i => Convert.ToInt32(color.Substring(1 + (2 * i), 2), 16) / 255.0)
                .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)),
        ];

    private static double[] Seen(string color, double[][] sight)
    {
        double[] rgb = [.. sight.Select(row => Math.Clamp(row.Zip(Linear(color), (a, b) => a * b).Sum(), 0, 1))];
        double x = ((0.4124 * rgb[0]) + (0.3576 * rgb[1]) + (0.1805 * rgb[2])) / 0.9505;
        double y = (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);
        double z = ((0.0193 * rgb[0]) + (0.1192 * rgb[1]) + (0.9505 * rgb[2])) / 1.089;
        return [(116 * F(y)) - 16, 500 * (F(x) - F(y)), 200 * (F(y) - F(z))];
    }

    // CIE 1976 L*a*b*, and its distance.
    private static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16 / 116.0);

    private static double Distance(double[] one, double[] other) =>
        Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum());
}
