using MGen.Report.Markup;
using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>Named amounts as horizontal bars, each with its number.</summary>
internal sealed record BarChart : Chart
{
    private const double RowHeight = 22;
    private const double LongestName = 190;

    public required Quantity Quantity { get; init; }

    /// <summary>From top to bottom.</summary>
    public required IReadOnlyList<BarRow> Bars { get; init; }

    public override double Height => Math.Max(2, Bars.Count) * RowHeight + 14;

    protected override Plot Layout()
    {
        double names = ShortNames().Select(name => TextWidth.Measure(name, ChartSize.FontSize)).DefaultIfEmpty(0).Max();
        double amounts = Bars.Select(bar => TextWidth.Measure(Amount(bar.Amount, bar.Note), ChartSize.FontSize))
            .DefaultIfEmpty(0)
            .Max();
        return new Plot(Math.Ceiling(names) + 10, 6, Width - Math.Ceiling(amounts) - 12, Height - 6);
    }

    protected override void Draw(SvgWriter svg, Plot plot)
    {
        double largest = Bars.Select(bar => bar.Amount).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double y = plot.Top;
        foreach (((string name, double amount, string note, int color), string shown) in Bars.Zip(ShortNames()))
        {
            double width = largest > 0 && double.IsFinite(amount) ? Math.Max(1, plot.Width * amount / largest) : 1;
            string text = Amount(amount, note);
            svg.Label(plot.Left - 7, y + 15.5, shown, Anchor.End);
            svg.Bar(plot.Left, y + 3, width, RowHeight - 6, color, $"{name}: {text}");
            svg.Value(plot.Left + width + 6, y + 15.5, text);
            y += RowHeight;
        }
        svg.AxisLine(plot.Left, plot.Top, plot.Left, y);
    }

    private IReadOnlyList<string> ShortNames() =>
        TextWidth.CutApart([.. Bars.Select(bar => Visible.Escape(bar.Name))], Fitting(LongestName), ChartSize.FontSize);

    private string Amount(double amount, string note) =>
        note.Length == 0 ? Quantity.Text(amount) : $"{Quantity.Text(amount)} {note}";
}

/// <summary>A row of a <see cref="BarChart"/>.</summary>
/// <param name="Name">The name, left of the bar; untrusted text.</param>
/// <param name="Amount">The length of the bar.</param>
/// <param name="Note">Text after the amount, such as its share of the whole; may be empty.</param>
/// <param name="Color">The index of its colour in the palette.</param>
internal sealed record BarRow(string Name, double Amount, string Note, int Color);
