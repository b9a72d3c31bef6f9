using System.Globalization;
using System.Text;
using MGen.Simulation.Volumes;

namespace MGen.Tools;

/// <summary>Formats a volume forecast for people.</summary>
internal static class VolumeText
{
    /// <summary>Formats one line for the population, and one per class of group size.</summary>
    public static string Format(VolumeForecast forecast)
    {
        StringBuilder text = new();
        Line(
            text,
            $"volume    about {forecast.MessagesPerPersonAndDay:N1} messages per person and day expected (by simulation of a sample)"
        );
        foreach (VolumeClass one in forecast.Classes)
            Line(
                text,
                $"          groups of {one.Name, -11} {one.Groups, 9:N0}   {one.MessagesPerGroupAndDay, 10:N2} messages per group and day   branching ratio {one.BranchingRatio:F2}"
            );
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
