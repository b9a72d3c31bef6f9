namespace MGen.Report.Charts;

/// <summary>A row of a <see cref="DotChart"/>.</summary>
/// <param name="Name">Left of it; may be hostile.</param>
/// <param name="Color">Its colour of the palette.</param>
/// <param name="Mean">Where the dot is.</param>
/// <param name="Text">Right of it: the number in words.</param>
internal sealed record DotRow(string Name, int Color, double Mean, string Text)
{
    /// <summary>Where the bar begins; not a number if there is none.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Where it ends.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>The strokes.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];
}
