namespace MGen.Report.Charts;

/// <summary>A row of a <see cref="DotChart"/>.</summary>
/// <param name="Name">The name, left of the row; untrusted text.</param>
/// <param name="Color">The index of its colour in the palette.</param>
/// <param name="Mean">The position of the dot.</param>
/// <param name="Text">The formatted number, right of the row.</param>
internal sealed record DotRow(string Name, int Color, double Mean, string Text)
{
    /// <summary>The lower end of the bar; NaN if there is none.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>The upper end of the bar.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>The values drawn as strokes.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];
}
