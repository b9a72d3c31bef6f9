using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Models;
using MGen.Fitting.Races;

namespace MGen.Fitting.Reporting;

/// <summary>What a reader of a fit should know before using it.</summary>
internal static class FitWarnings
{
    /// <summary>Simulated chats that are this many times as busy as the real ones, or as quiet, are worth a word.</summary>
    private const double NotableRatio = 1.5;

    /// <summary>The goal of calibration, as a share of the real messages.</summary>
    private const double CalibratedWithin = 0.1;

    /// <summary>A talk of a thousand messages, on average.</summary>
    private const double HardlyEnds = 0.999;

    public static IReadOnlyList<string> Of(ImportResult import, IReadOnlyList<FittedUser> users, FitOptions options, GoodnessOfFit? goodness, ClassFit? classes)
    {
        List<string> warnings = [.. AboutInputs(import)];
        int without = users.Count(user => user.Model is null);
        if (without > 0)
            warnings.Add(Text($"{without} of {users.Count} users wrote too little for a model and have no directory"));
        long unknown = import.Chats.Chats.Sum(chat => (long)chat.Messages.Count(message => message.MediaBytes == ChatMessage.UnknownMediaBytes));
        if (unknown > 0 && options.FileBlocks is null)
            warnings.Add(Text($"{unknown} media files are of unknown size and count nothing; --file-sizes gives their sizes"));
        int failed = users.Count(user => user.FailedStarts > 0);
        if (failed > 0)
            warnings.Add(Text($"{failed} users have training starts that ended without a likelihood, and the best of the others was taken: give them more messages, or try other starts with --seed"));
        if (goodness is { RealMessages: > 0 } && ((double)goodness.SimulatedMessages / goodness.RealMessages) is > NotableRatio or < 1 / NotableRatio)
            warnings.Add(Text($"simulated chats have {goodness!.SimulatedMessages} messages where the real ones have {goodness.RealMessages}"));
        if (classes is not null)
            warnings.AddRange(OfClasses(classes, options));
        if (!GoodnessTest.CanRun(options))
            warnings.Add("not simulated: under the original's quiet-timeout or cut-seconds a talk may never end");
        return warnings;
    }

    private static IEnumerable<string> AboutInputs(ImportResult import)
    {
        foreach ((int index, InputTally? tally) in import.Tallies.Index())
        {
            if (tally is null || (tally.NotUnderstood == 0 && tally.Messages + tally.Doubled > 0))
                continue;
            string reasons = string.Join(", ", tally.RejectedPlaces.Select(place => EntryWords.Text(place.Reason, place.Count)).Concat(tally.AssumedPlaces.Select(place => EntryWords.Text(place.Reason, place.Count))));
            string doubt = tally.IsDoubtful ? Text($"doubtful: more than {InputTally.DoubtfulShare:P0} of it is not understood; ") : "";
            yield return tally.Messages + tally.Doubled == 0
                ? Text($"input {index + 1} has no message{(reasons.Length > 0 ? ": " + reasons : "")}")
                : Text($"input {index + 1}: {doubt}{reasons}");
        }
        if (import.Problems.Count > 0)
            yield return Text($"{import.Problems.Count} inputs cannot be read and were left out");
    }

    private static IEnumerable<string> OfClasses(ClassFit classes, FitOptions options)
    {
        if (options.FitsRhythm && classes.Rhythm is null)
            yield return "too few messages tell in which hours people begin to chat: no rhythm is fitted";
        if (classes.Comparisons.Count == 0)
            yield return "nothing was simulated, so that nothing is calibrated: volumes may differ from the real ones";
        foreach (ClassComparison compared in classes.Comparisons)
        {
            double ratio = compared.Real.Messages > 0 ? compared.After.Messages / compared.Real.Messages : 1;
            if (ratio is > 1 + CalibratedWithin or < 1 - CalibratedWithin)
                yield return Text($"class {compared.Class}: simulated chats have {ratio:0.00} times the messages of the real ones after calibration");
            if (compared.BranchingRatio >= HardlyEnds)
                yield return Text($"class {compared.Class}: a message brings about {compared.BranchingRatio:0.0000} messages, 1 - (1 - p_s) (1 - p_r)^(n - 1): a talk hardly ends by itself");
            if (compared.CappedChats > 0)
                yield return Text($"class {compared.Class}: {compared.CappedChats} simulated chats were ended at many times the messages of the real ones");
        }
        foreach (string fallback in classes.Fallbacks)
            yield return fallback;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
