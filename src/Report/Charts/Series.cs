namespace MGen.Report.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">The name next to the line; untrusted text.</param>
/// <param name="Color">The index of its colour in the <see cref="Palette"/>.</param>
/// <param name="Points">The points, in the order in which they are joined.</param>
internal sealed record Series(string Name, int Color, IReadOnlyList<Point> Points)
{
    /// <summary>
    /// One border of the band in which the true value probably lies; <see cref="BandHigh"/> is the other.
    /// </summary>
    public IReadOnlyList<Point> BandLow { get; init; } = [];

    /// <summary>The other border of the band, in the same order.</summary>
    public IReadOnlyList<Point> BandHigh { get; init; } = [];

    /// <summary>Whether the points are joined; otherwise they are only marked.</summary>
    public bool HasLine { get; init; } = true;

    /// <summary>Whether each point is marked, for few points that were measured separately.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Points that are labelled in the chart.</summary>
    public IReadOnlyList<(Point At, string Text)> Callouts { get; init; } = [];

    /// <summary>The dash pattern of the line; by default that of its colour.</summary>
    public string? Dash { get; init; } = Palette.Dash(Color);
}
