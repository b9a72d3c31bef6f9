using System.Globalization;
using System.Text;
using MGen.Fitting.Goodness;
using MGen.Fitting.Races;

namespace MGen.Fitting.Reporting;

/// <summary>Formats the report for people.</summary>
public static class FitSummary
{
    /// <summary>About a dozen lines: verdict, volumes, goodness per distribution, warnings last.</summary>
    public static string ToText(this FitReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        FitTotals totals = report.Totals;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"verdict   {report.Verdict}\n");
        text.Append(CultureInfo.InvariantCulture, $"fit       {totals.Models:N0} models of {totals.Users:N0} users   ");
        text.Append(CultureInfo.InvariantCulture, $"seed {report.Seed}   timeout {report.ActiveTimeout}\n");
        if (report.Compat.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"compat    {string.Join(", ", report.Compat)}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"chats     {totals.Chats:N0}   messages {totals.Messages:N0}   rejected {totals.Rejected:N0}\n"
        );
        if (report.Membership is { } members)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"members   of {members.FromTable + members.FromExport:N0} chats known "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"({members.SilentMembers:N0} never wrote)   authors only {members.AuthorsOnly:N0}   "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"one author: groups {members.GroupsWithOneAuthor:N0}, other chats {members.ChatsWithOneAuthor:N0}\n"
            );
        }
        if (report.Volume is { } volume)
        {
            text.Append(CultureInfo.InvariantCulture, $"volume    simulated {volume.SimulatedPerPersonAndDay:N1} ");
            text.Append(
                CultureInfo.InvariantCulture,
                $"messages per person and day (real {volume.RealPerPersonAndDay:N1})\n"
            );
        }
        if (report.Goodness is { } goodness)
            AppendGoodness(text, goodness);
        if (report.Classes is { } classes)
            AppendClasses(text, classes);
        foreach (string warning in report.Warnings)
            text.Append(CultureInfo.InvariantCulture, $"warning   {warning}\n");
        return text.ToString();
    }

    private static void AppendGoodness(StringBuilder text, GoodnessOfFit goodness)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"simulated messages {goodness.SimulatedMessages:N0} (real {goodness.RealMessages:N0})"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"   s {goodness.SimulatedActivateOnSend:0.00} ({goodness.RealActivateOnSend:0.00})"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"   r {goodness.SimulatedActivateOnReceive:0.00} ({goodness.RealActivateOnReceive:0.00})\n"
        );
        text.Append("symbol    users   KS     KS of the median user   mean simulated (real)\n");
        foreach (DistributionComparison row in goodness.Distributions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Symbol, -9} {row.Users, 5}   {row.KsDistance, 5:0.000}  ");
            text.Append(CultureInfo.InvariantCulture, $"{row.MedianUserKsDistance, 21:0.000}   ");
            text.Append(CultureInfo.InvariantCulture, $"{row.SimulatedMean:N1} {row.Unit} ({row.RealMean:N1})\n");
        }
    }

    private static void AppendClasses(StringBuilder text, ClassReport classes)
    {
        text.Append(CultureInfo.InvariantCulture, $"classes   {string.Join(", ", classes.Names)}   ");
        text.Append(CultureInfo.InvariantCulture, $"hazard of answers: (members - 1)^-{classes.AnswerExponent:0.00}\n");
        text.Append(
            classes.Rhythm is null
                ? "rhythm    none\n"
                : $"rhythm    hours of the week in rhythm.dat   zone of times in UTC: {classes.TimeZone}\n"
        );
        if (classes.Compared.Count == 0)
            return;
        text.Append("simulated over real, before and after calibration; KS of gaps; messages per member and day; ");
        text.Append("branching ratio; spread of volumes\n");
        text.Append("members   chats   messages   volume         burst length   answer median  ");
        text.Append("gaps KS        a day   branching   spread sim. (real)\n");
        foreach (ClassComparison row in classes.Compared)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Class, -9} {row.Chats, 5}   {row.Real.Messages, 8:N0}   ");
            AppendRatios(text, row, statistics => statistics.Messages);
            AppendRatios(text, row, statistics => statistics.MeanBurst);
            AppendRatios(text, row, statistics => statistics.MedianAnswerSeconds);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.GapDistanceBefore, 5:0.000} {row.GapDistanceAfter, 5:0.000}   "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.MessagesPerMemberAndDay, 6:0.0}   {row.BranchingRatio, 6:0.000}      "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.After.VolumeSpread:0.00} ({row.Real.VolumeSpread:0.00})\n"
            );
        }
    }

    private static void AppendRatios(StringBuilder text, ClassComparison row, Func<ClassStatistics, double?> value)
    {
        string before = Ratio(value(row.Before), value(row.Real));
        string after = Ratio(value(row.After), value(row.Real));
        text.Append(CultureInfo.InvariantCulture, $"{before, 5} {after, 5}    ");
    }

    private static string Ratio(double? simulated, double? real) =>
        simulated is { } one && real is > 0 ? (one / real.Value).ToString("0.00", CultureInfo.InvariantCulture) : "-";

    /// <summary>The points of the Q-Q plots as CSV: <c>law,unit,percent,real,simulated</c>.</summary>
    public static string ToQuantilesCsv(this GoodnessOfFit goodness)
    {
        ArgumentNullException.ThrowIfNull(goodness);
        StringBuilder csv = new("law,unit,percent,real,simulated\n");
        foreach (DistributionComparison row in goodness.Distributions)
        {
            foreach (QuantilePair point in row.Quantiles)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{row.Symbol},{row.Unit},{point.Percent},");
                csv.Append(CultureInfo.InvariantCulture, $"{point.Real},{point.Simulated}\n");
            }
        }
        return csv.ToString();
    }
}
