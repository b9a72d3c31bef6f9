using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Goodness;
using MGen.Fitting.Imports;
using MGen.Fitting.Models;

namespace MGen.Fitting.Reporting;

/// <summary>What a reader of a fit should know before using it.</summary>
internal static class FitWarnings
{
    /// <summary>Simulated chats that are this many times as busy as the real ones, or as quiet, are worth a word.</summary>
    private const double NotableRatio = 1.5;

    public static IReadOnlyList<string> Of(ImportResult import, IReadOnlyList<FittedUser> users, FitOptions options, GoodnessOfFit? goodness)
    {
        List<string> warnings = [];
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
        if (!GoodnessTest.CanRun(options))
            warnings.Add("not simulated: under the original's quiet-timeout or cut-seconds a talk may never end");
        return warnings;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
