using MGen.Fitting.Goodness;

namespace MGen.Fitting.Reporting;

/// <summary>
/// The result of a fit for a program; its format is <c>docs/schemas/fit.schema.json</c>. It contains no name, text or
/// path.
/// </summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Seed">Seed of all draws except the pseudonyms.</param>
/// <param name="ActiveTimeout">The rule that W was fitted for: quiet or spell.</param>
/// <param name="Compat">The enabled rules of the original.</param>
/// <param name="Inputs">The inputs, in their order.</param>
/// <param name="Totals">Counts over all inputs.</param>
/// <param name="ChatSizes">
/// Number of chats by number of members, which is the index; the last element includes all larger ones.
/// </param>
/// <param name="Users">The users, in the order of their pseudonyms.</param>
/// <param name="Goodness">
/// Simulated against real chats; <c>null</c> if it was not requested, and for a fit by class.
/// </param>
/// <param name="Classes">The fit by chat size class; <c>null</c>: each user has one model for all sizes.</param>
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
    /// <summary>
    /// "ok", or "doubtful": an input could not be read or has no message, or more than
    /// <see cref="Imports.InputTally.DoubtfulShare"/> of it is not understood.
    /// </summary>
    public string Verdict { get; init; } = "ok";

    /// <summary>
    /// Messages per user and day over all chats, real and simulated; <c>null</c> if not all of the chats' time was
    /// simulated.
    /// </summary>
    public VolumeTotal? Volume { get; init; }
}
