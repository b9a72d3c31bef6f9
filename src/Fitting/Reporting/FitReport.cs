using MGen.Fitting.Goodness;

namespace MGen.Fitting.Reporting;

/// <summary>The result of a fit for a program; the contract is <c>docs/schemas/fit.schema.json</c>. Holds no name, no text and no path.</summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Seed">Seed of all that was drawn but the pseudonyms.</param>
/// <param name="ActiveTimeout">The rule that W was fitted for: quiet or spell.</param>
/// <param name="Compat">The original's rules that were on.</param>
/// <param name="Inputs">The inputs, in their order.</param>
/// <param name="Totals">Counts over all inputs.</param>
/// <param name="ChatSizes">How many chats have how many members: index = members, the last one that many or more.</param>
/// <param name="Users">The users, in the order of their pseudonyms.</param>
/// <param name="Goodness">Simulated against real; <c>null</c> if it was not asked for, and of a fit by class.</param>
/// <param name="Classes">The fit by class of chat size; <c>null</c>: each user has one model for all sizes.</param>
/// <param name="Warnings">What a reader should know, in words.</param>
public sealed record FitReport(
    int Version,
    ulong Seed,
    string ActiveTimeout,
    IReadOnlyList<string> Compat,
    IReadOnlyList<InputReport> Inputs,
    FitTotals Totals,
    IReadOnlyList<int> ChatSizes,
    IReadOnlyList<UserReport> Users,
    GoodnessOfFit? Goodness,
    ClassReport? Classes,
    IReadOnlyList<string> Warnings)
{
    /// <summary>"ok", or "doubtful": of an input more than <see cref="Imports.InputTally.DoubtfulShare"/> is not understood, or it has no message.</summary>
    public string Verdict { get; init; } = "ok";

    /// <summary>Messages per person and day over all chats, real and simulated; <c>null</c> if not all of the chats' time was simulated.</summary>
    public VolumeTotal? Volume { get; init; }
}
