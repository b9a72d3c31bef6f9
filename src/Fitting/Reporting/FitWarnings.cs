using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Models;
using MGen.Fitting.Races;

namespace MGen.Fitting.Reporting;

/// <summary>Warnings about a fit.</summary>
internal static class FitWarnings
{
    /// <summary>Ratio of simulated to real messages, or its inverse, above which there is a warning.</summary>
    private const double NotableRatio = 1.5;

    /// <summary>
    /// Largest accepted difference of the simulated from the real number of messages after calibration, as a share.
    /// </summary>
    private const double CalibratedWithin = 0.1;

    /// <summary>
    /// The number of messages of a class below which its volume and length of bursts are uncertain by more than 15 %
    /// (measured with simulated chats, docs/FIT.md).
    /// </summary>
    private const int FewMessages = 100;

    /// <summary>The branching ratio from which on bursts have 1,000 messages or more on average.</summary>
    private const double HardlyEnds = 0.999;

    public static IReadOnlyList<string> From(
        ImportResult import,
        MembershipReport? membership,
        IReadOnlyList<FittedUser> users,
        FitOptions options,
        GoodnessOfFit? goodness,
        ClassFit? classes
    )
    {
        List<string> warnings = [.. AboutInputs(import)];
        if (membership is not null)
            warnings.AddRange(AboutMembers(membership));
        int without = users.Count(user => user.Model is null);
        if (without > 0)
            warnings.Add(Text($"{without} of {users.Count} users wrote too little for a model and have no directory"));
        long unknown = import.Chats.Chats.Sum(chat =>
            (long)chat.Messages.Count(message => message.MediaBytes == ChatMessage.UnknownMediaBytes)
        );
        if (unknown > 0 && options.FileBlocks is null)
            warnings.Add(
                Text($"{unknown} media files have an unknown size and add nothing; --file-sizes sets their sizes")
            );
        int failed = users.Count(user => user.FailedStarts > 0);
        if (failed > 0)
        {
            warnings.Add(
                Text($"{failed} users have starting points whose training failed; the best of the others is used.")
                    + " Provide more messages, or try other starting points with --seed"
            );
        }
        if (
            goodness is { RealMessages: > 0 }
            && ((double)goodness.SimulatedMessages / goodness.RealMessages) is > NotableRatio or < 1 / NotableRatio
        )
        {
            warnings.Add(
                Text($"simulated chats have {goodness.SimulatedMessages} messages, ")
                    + Text($"the real ones {goodness.RealMessages}")
            );
        }
        if (classes is not null)
            warnings.AddRange(AboutClasses(classes, options));
        if (!GoodnessTest.CanRun(options))
            warnings.Add("not simulated: under the original's quiet-timeout or cut-seconds a burst may never end");
        return warnings;
    }

    private static IEnumerable<string> AboutInputs(ImportResult import)
    {
        foreach ((int index, InputTally? tally) in import.Tallies.Index())
        {
            if (tally is null || (tally.NotUnderstood == 0 && tally.Messages + tally.Doubled > 0))
                continue;
            string reasons = string.Join(
                ", ",
                tally
                    .RejectedPlaces.Select(place => EntryDescriptions.Text(place.Reason, place.Count))
                    .Concat(tally.AssumedPlaces.Select(place => EntryDescriptions.Text(place.Reason, place.Count)))
            );
            string doubt = tally.IsDoubtful
                ? Text($"doubtful: more than {InputTally.DoubtfulShare:P0} of it is not understood; ")
                : "";
            yield return tally.Messages + tally.Doubled == 0
                ? Text($"input {index + 1} has no message{(reasons.Length > 0 ? ": " + reasons : "")}")
                : Text($"input {index + 1}: {doubt}{reasons}");
        }
        if (import.Problems.Count > 0)
            yield return Text($"{import.Problems.Count} inputs cannot be read and were left out");
    }

    private static IEnumerable<string> AboutMembers(MembershipReport members)
    {
        if (members.GroupsWithOneAuthor > 0)
        {
            yield return Text($"{members.GroupsWithOneAuthor} groups with one author have unknown members: ")
                + "they count as groups of three; --members gives the members";
        }
        if (members.ChatsWithOneAuthor > 0)
        {
            yield return Text($"{members.ChatsWithOneAuthor} chats with one author may be groups: ")
                + "they count as chats of two; --members gives the members";
        }
    }

    private static IEnumerable<string> AboutClasses(ClassFit classes, FitOptions options)
    {
        if (options.FitsRhythm && classes.Rhythm is null)
            yield return "there are too few messages to estimate the hours in which users write: no rhythm is fitted";
        if (classes.Comparisons.Count == 0)
            yield return "nothing was simulated, so nothing is calibrated: volumes may differ from the real ones";
        foreach (ClassComparison compared in classes.Comparisons)
        {
            foreach (string warning in AboutClass(compared))
                yield return $"class {compared.Class}: {warning}";
        }
        foreach (string fallback in classes.Fallbacks)
            yield return fallback;
    }

    private static IEnumerable<string> AboutClass(ClassComparison compared)
    {
        if (compared.Real.Messages is > 0 and < FewMessages)
        {
            yield return Text($"only {compared.Real.Messages} messages: ")
                + "the volume and the length of bursts are uncertain by more than 15 %";
        }
        double ratio = compared.Real.Messages > 0 ? compared.After.Messages / compared.Real.Messages : 1;
        if (ratio is > 1 + CalibratedWithin or < 1 - CalibratedWithin)
            yield return Text(
                $"after calibration simulated chats have {ratio:0.00} times the messages of the real ones"
            );
        if (compared.BranchingRatio >= HardlyEnds)
        {
            yield return Text($"a message causes {compared.BranchingRatio:0.0000} messages on average, ")
                + "1 - (1 - p_s) (1 - p_r)^(n - 1): a burst hardly ends by itself";
        }
        if (compared.CappedChats > 0)
            yield return Text(
                $"{compared.CappedChats} simulated chats stopped at many times the real number of messages"
            );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
