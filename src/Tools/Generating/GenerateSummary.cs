using System.Globalization;
using System.Text;
using MGen.Population.Experiments;
using MGen.Population.Statistics;

namespace MGen.Tools.Generating;

/// <summary>Formats the result of <c>generate</c> for people.</summary>
internal static class GenerateSummary
{
    /// <summary>
    /// A warning is printed if more than this share of the memberships is dormant, because most of the population is
    /// then missing.
    /// </summary>
    private const double MaxDormantShare = 0.5;

    /// <summary>Returns the warnings, one sentence each.</summary>
    public static IEnumerable<string> Warnings(Manifest manifest)
    {
        (SlotAccount dyads, SlotAccount groups) = (manifest.Realised.DyadSlots, manifest.Realised.GroupSlots);
        (long asked, long dormant) = (dyads.Asked + groups.Asked, dyads.Dormant + groups.Dormant);
        if (dormant > MaxDormantShare * asked)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{dormant:N0} of {asked:N0} memberships ({(double)dormant / asked:P0}) are left out, because no member of their groups starts within {manifest.Options.DormantAfterSeconds / 60:N0} minutes; --drop-dormant TIME keeps groups that start before TIME, and --models and --initial-wait change when members start"
            );
    }

    public static string Text(Manifest manifest, string? directory)
    {
        Realisation made = manifest.Realised;
        StringBuilder text = new();
        Line(
            text,
            $"generate  {(manifest.Ok ? "ok" : "failed")}   seed {manifest.Options.Seed}   layout {manifest.Options.Layout}   version {manifest.Program}"
        );
        Line(
            text,
            $"made      {made.Users:N0} users   {made.Dyads:N0} dyads   {made.Groups - made.Dyads:N0} groups   {made.Memberships:N0} memberships"
        );
        AppendSlots(text, "dyads", made.DyadSlots);
        AppendSlots(text, "groups", made.GroupSlots);
        Line(text, $"pairs     {made.RepeatedPairs:N0} repeated   members twice in a group {made.DoubleMembers:N0}");
        if (made.GroupSizeShareOutOfReach > 0)
            Line(
                text,
                $"sizes     {made.GroupSizeShareOutOfReach:P2} of the table are larger than this population can seat, and not drawn"
            );
        Line(
            text,
            $"waits     {manifest.Options.InitialWait}   mean {made.MeanWaitSeconds:N0} s   under an hour {made.ShareWaitingUnderAnHour:P1}"
        );
        AppendDistributions(text, made.Distributions);
        if (directory is not null)
            Line(text, $"written   {directory}   run it: {Path.Combine(directory, "run.sh")}");
        return text.ToString();
    }

    private static void AppendSlots(StringBuilder text, string name, SlotAccount slots) =>
        Line(
            text,
            $"{name, -9} asked {slots.Asked:N0} = realised {slots.Realised:N0} + dormant {slots.Dormant:N0} + lost {slots.Lost:N0}   silent {slots.Silent:N0}   users off {slots.UsersOff:N0}"
        );

    private static void AppendDistributions(StringBuilder text, IReadOnlyList<DistributionFit> fits)
    {
        Line(
            text,
            $"{"distribution", -24}{"count", 11}{"asked", 9}{"made", 9}{"chi2/df", 14}{"p", 9}{"KS", 9}{"largest diff.", 18}"
        );
        foreach (DistributionFit fit in fits.Where(fit => fit.Values.Count > 1))
        {
            string test = fit.PValue is null
                ? "-"
                : string.Create(CultureInfo.InvariantCulture, $"{fit.ChiSquare:F1}/{fit.DegreesOfFreedom}");
            string p = fit.PValue is { } value ? value.ToString("G2", CultureInfo.InvariantCulture) : "-";
            string difference = string.Create(
                CultureInfo.InvariantCulture,
                $"{fit.LargestDifference:F4} at {fit.LargestDifferenceAt}"
            );
            Line(
                text,
                $"{fit.Name, -24}{fit.Count, 11:N0}{fit.AskedMean, 9:F2}{fit.RealisedMean, 9:F2}{test, 14}{p, 9}{fit.KsDistance, 9:F4}{difference, 18}"
            );
        }
        Line(
            text,
            $"          p: probability of a chi-square at least this large if the distribution is right; below {Realisation.FalseAlarmRate} is an alarm"
        );
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
