using MGen.Fitting.Races;

namespace MGen.Fitting.Reporting;

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
public sealed record ClassReport(IReadOnlyList<string> Names, double AnswerExponent, IReadOnlyList<double>? Rhythm, string TimeZone, IReadOnlyList<ClassComparison> Compared, IReadOnlyList<string> Fallbacks);
