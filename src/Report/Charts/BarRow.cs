namespace MGen.Report.Charts;

/// <summary>A row of a <see cref="BarChart"/>.</summary>
/// <param name="Name">The name, left of the bar; untrusted text.</param>
/// <param name="Amount">The length of the bar.</param>
/// <param name="Note">Text after the amount, such as its share of the whole; may be empty.</param>
/// <param name="Color">The index of its colour in the palette.</param>
internal sealed record BarRow(string Name, double Amount, string Note, int Color);
