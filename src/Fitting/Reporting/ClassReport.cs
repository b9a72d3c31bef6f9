using MGen.Fitting.Races;

namespace MGen.Fitting.Reporting;

/// <summary>A fit by class of chat size, for the report.</summary>
/// <param name="Names">The classes, ascending; each model directory has one directory for each, <c>size-</c> and this name.</param>
/// <param name="AnswerExponent">alpha: a member's hazard of answering falls as (members - 1)^-alpha.</param>
/// <param name="Rhythm">The 168 weights of the hours of the week in which people begin to chat, from Monday 0 h, with mean 1; <c>null</c>: none is fitted.</param>
/// <param name="TimeZone">The zone of the inputs whose times are UTC.</param>
/// <param name="Compared">Real against simulated, of the classes that have chats; empty if nothing was simulated.</param>
/// <param name="Fallbacks">What stands in where there are no data, in words.</param>
public sealed record ClassReport(IReadOnlyList<string> Names, double AnswerExponent, IReadOnlyList<double>? Rhythm, string TimeZone, IReadOnlyList<ClassComparison> Compared, IReadOnlyList<string> Fallbacks);
