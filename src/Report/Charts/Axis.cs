using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>One axis of a chart.</summary>
/// <param name="Title">What is measured, in a few words.</param>
/// <param name="Quantity">How its numbers are formatted.</param>
/// <param name="Scale">How values map to positions.</param>
internal sealed record Axis(string Title, Quantity Quantity, Scale Scale)
{
    /// <summary>Formats a value.</summary>
    public string Text(double value) => Quantity.Text(value);
}
