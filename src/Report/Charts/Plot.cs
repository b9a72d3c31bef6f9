namespace MGen.Report.Charts;

/// <summary>The rectangle of a chart that contains its data, in the chart's units.</summary>
internal sealed record Plot(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <summary>The position of a value on the horizontal axis.</summary>
    public double X(Axis axis, double value) => Left + (Width * Within(axis.Scale.Fraction(value)));

    /// <summary>The position of a value on the vertical axis.</summary>
    public double Y(Axis axis, double value) => Bottom - (Height * Within(axis.Scale.Fraction(value)));

    /// <summary>Whether a point of the chart is inside.</summary>
    public bool Holds(Point point) => point.X >= Left && point.X <= Right && point.Y >= Top && point.Y <= Bottom;

    // Values out of bounds are drawn slightly outside the border, where the clip hides them.
    private static double Within(double fraction) => Math.Clamp(fraction, -0.02, 1.02);
}

/// <summary>A point, in the data's units or in the chart's. A point that is NaN interrupts a line.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>
/// The proportions of a page's charts, in their own units. All charts have one width: two fit side by side on a
/// desktop, one fills a telephone, and their text is readable in both (10 pixels high at 360 pixels of width).
/// </summary>
internal static class ChartSize
{
    public const double Width = 470;
    public const double Height = 300;
    public const double LeastHeight = 200;
    public const double FontSize = 13;
    public const double LineHeight = 16;
}
