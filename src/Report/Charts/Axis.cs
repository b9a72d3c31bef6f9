using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>One direction of a chart.</summary>
/// <param name="Title">What is measured, in a few words.</param>
/// <param name="Quantity">How its numbers read.</param>
/// <param name="Scale">Where they are.</param>
internal sealed record Axis(string Title, Quantity Quantity, Scale Scale)
{
    /// <summary>An axis without scale, for charts whose other direction is a list.</summary>
    public string Text(double value) => Quantity.Text(value);
}
