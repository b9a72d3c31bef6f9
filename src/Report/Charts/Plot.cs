namespace MGen.Report.Charts;

/// <summary>The rectangle of a chart in which its data are, in the chart's units.</summary>
internal sealed record Plot(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <summary>Where a value of the horizontal axis is.</summary>
    public double X(Axis axis, double value) => Left + (Width * Within(axis.Scale.Fraction(value)));

    /// <summary>Where a value of the vertical axis is.</summary>
    public double Y(Axis axis, double value) => Bottom - (Height * Within(axis.Scale.Fraction(value)));

    /// <summary>Whether a point of the chart is inside.</summary>
    public bool Holds(Point point) => point.X >= Left && point.X <= Right && point.Y >= Top && point.Y <= Bottom;

    // What is out of bounds is drawn at the border, a little outside of it, where the clip hides it.
    private static double Within(double fraction) => Math.Clamp(fraction, -0.02, 1.02);
}
