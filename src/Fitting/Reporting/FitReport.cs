using System.Text.Json.Serialization;
using MGen.Fitting.Goodness;
using MGen.Fitting.Races;

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
    IReadOnlyList<string> Warnings
)
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

/// <summary>Counts over all inputs.</summary>
/// <param name="Chats">Number of chats.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="Users">Number of users who sent a message.</param>
/// <param name="Models">Number of users with a model.</param>
/// <param name="Rejected">Number of entries left out that should have been messages.</param>
public sealed record FitTotals(int Chats, long Messages, int Users, int Models, long Rejected);

/// <summary>The part of the report about a fit by chat size class.</summary>
/// <param name="Names">
/// The classes, ascending; each model directory has one directory per class, <c>size-</c> and this name.
/// </param>
/// <param name="AnswerExponent">alpha: a member's hazard of answering is proportional to (members - 1)^-alpha.</param>
/// <param name="Rhythm">
/// The 168 weights of the hours of the week at which users start bursts, from Monday 0 h, with mean 1; <c>null</c>:
/// none is fitted.
/// </param>
/// <param name="TimeZone">The time zone of the inputs whose times are UTC.</param>
/// <param name="Compared">
/// Real against simulated chats, for the classes that have chats; empty if nothing was simulated.
/// </param>
/// <param name="Fallbacks">Descriptions of what is used where there are no data.</param>
public sealed record ClassReport(
    IReadOnlyList<string> Names,
    double AnswerExponent,
    IReadOnlyList<double>? Rhythm,
    string TimeZone,
    IReadOnlyList<ClassComparison> Compared,
    IReadOnlyList<string> Fallbacks
);

/// <summary>Serializer generated at build time: programs that are compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FitReport))]
internal sealed partial class FitReportJson : JsonSerializerContext;
