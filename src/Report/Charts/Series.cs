namespace MGen.Report.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is called beside the line; may be hostile.</param>
/// <param name="Color">Which colour of the <see cref="Palette"/>.</param>
/// <param name="Points">In the order in which they are joined.</param>
internal sealed record Series(string Name, int Color, IReadOnlyList<Point> Points)
{
    /// <summary>Where the truth is likely to be: the area between this and <see cref="BandEnd"/>.</summary>
    public IReadOnlyList<Point> BandStart { get; init; } = [];

    /// <summary>The other border, in the same order.</summary>
    public IReadOnlyList<Point> BandEnd { get; init; } = [];

    /// <summary>Whether the points are joined; else they are only marked.</summary>
    public bool HasLine { get; init; } = true;

    /// <summary>Whether each point is marked: for few points, which were measured one by one.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Points that are named in the chart.</summary>
    public IReadOnlyList<(Point At, string Text)> Callouts { get; init; } = [];

    /// <summary>The dashes of the line; of its colour unless said otherwise.</summary>
    public string? Dash { get; init; } = Palette.Dash(Color);
}
