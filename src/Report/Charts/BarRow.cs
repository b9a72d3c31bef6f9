namespace MGen.Report.Charts;

/// <summary>A row of a <see cref="BarChart"/>.</summary>
/// <param name="Name">Left of it; may be hostile.</param>
/// <param name="Amount">How long the bar is.</param>
/// <param name="Note">Behind the amount, as its share of the whole; may be empty.</param>
/// <param name="Color">Its colour of the palette.</param>
internal sealed record BarRow(string Name, double Amount, string Note, int Color);
