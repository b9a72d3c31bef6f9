using MGen.Analysis.Results;
using MGen.Report.Markup;
using MGen.Report.Quantities;

namespace MGen.Report.Pages;

/// <summary>Writes the few most important numbers.</summary>
internal static class TileWriter
{
    /// <summary>Writes the most important numbers of a single run.</summary>
    public static void Write(MarkupWriter html, AnalysisResult run)
    {
        MessageCounts messages = run.Messages;
        Write(
            html,
            [
                (Quantity.Count.Text(messages.Sent), "messages sent"),
                (
                    Share(messages.DeliveryRatio),
                    $"of {Quantity.Count.Text(messages.DeliveriesOwed)} deliveries arrived"
                ),
                (
                    Share(messages.TimedOutRatio),
                    $"of {Quantity.Count.Text(messages.Owed)} receipts late (> {Quantity.Time.Text(run.Settings.TimeoutSeconds)}) or missing"
                ),
                (Microseconds.Text(run.RoundTrip.P50Microseconds), "round trip, median"),
                (Microseconds.Text(run.RoundTrip.P99Microseconds), "round trip, 99th percentile"),
                (Microseconds.Text(run.Delivery.P50Microseconds), "delivery, median"),
            ]
        );
    }

    /// <summary>Writes numbers with their names.</summary>
    public static void Write(MarkupWriter html, IReadOnlyList<(string Number, string Name)> tiles)
    {
        html.Open("div", ("class", "tiles"));
        foreach ((string number, string name) in tiles)
            html.Open("div", ("class", "tile")).Element("b", number).Element("span", name).Close();
        html.Close();
    }

    private static string Share(double? share) => Quantity.Share.Text(share ?? double.NaN);
}
