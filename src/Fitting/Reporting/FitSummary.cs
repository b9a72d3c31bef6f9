using System.Globalization;
using System.Text;
using MGen.Fitting.Goodness;

namespace MGen.Fitting.Reporting;

/// <summary>The report for a person.</summary>
public static class FitSummary
{
    /// <summary>A dozen lines: verdict, volumes, goodness per law, warnings last.</summary>
    public static string ToText(this FitReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        FitTotals totals = report.Totals;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"verdict   {report.Verdict}\n");
        text.Append(CultureInfo.InvariantCulture, $"fit       {totals.Models:N0} models of {totals.Users:N0} users   seed {report.Seed}   timeout {report.ActiveTimeout}\n");
        if (report.Compat.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"compat    {string.Join(", ", report.Compat)}\n");
        text.Append(CultureInfo.InvariantCulture, $"chats     {totals.Chats:N0}   messages {totals.Messages:N0}   rejected {totals.Rejected:N0}\n");
        if (report.Goodness is { } goodness)
            AppendGoodness(text, goodness);
        foreach (string warning in report.Warnings)
            text.Append(CultureInfo.InvariantCulture, $"warning   {warning}\n");
        return text.ToString();
    }

    private static void AppendGoodness(StringBuilder text, GoodnessOfFit goodness)
    {
        text.Append(CultureInfo.InvariantCulture, $"simulated messages {goodness.SimulatedMessages:N0} (real {goodness.RealMessages:N0})");
        text.Append(CultureInfo.InvariantCulture, $"   s {goodness.SimulatedActivateOnSend:0.00} ({goodness.RealActivateOnSend:0.00})");
        text.Append(CultureInfo.InvariantCulture, $"   r {goodness.SimulatedActivateOnReceive:0.00} ({goodness.RealActivateOnReceive:0.00})\n");
        text.Append("law       users   KS     KS of the median user   mean simulated (real)\n");
        foreach (LawComparison law in goodness.Laws)
        {
            text.Append(CultureInfo.InvariantCulture, $"{law.Law,-9} {law.Users,5}   {law.KsDistance,5:0.000}  {law.MedianUserKsDistance,21:0.000}");
            text.Append(CultureInfo.InvariantCulture, $"   {law.SimulatedMean:N1} {law.Unit} ({law.RealMean:N1})\n");
        }
    }

    /// <summary>The points of the QQ plots: <c>law,unit,percent,real,simulated</c>.</summary>
    public static string ToQuantilesCsv(this GoodnessOfFit goodness)
    {
        ArgumentNullException.ThrowIfNull(goodness);
        StringBuilder csv = new("law,unit,percent,real,simulated\n");
        foreach (LawComparison law in goodness.Laws)
        {
            foreach (QuantilePair point in law.Quantiles)
                csv.Append(CultureInfo.InvariantCulture, $"{law.Law},{law.Unit},{point.Percent},{point.Real},{point.Simulated}\n");
        }
        return csv.ToString();
    }
}
