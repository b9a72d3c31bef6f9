using MGen.Fitting.Goodness;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>Users fitted by chat size class.</summary>
/// <param name="Classes">The classes, ascending.</param>
/// <param name="People">The models of each user, one per class; empty for a user without messages.</param>
/// <param name="Comparisons">Real against simulated chats, for the classes that have chats.</param>
/// <param name="Fallbacks">
/// Descriptions of the models that are not estimated from data of their own, and what is used instead.
/// </param>
/// <param name="Rates">How much the chats of a class differ in how often they start bursts.</param>
/// <param name="Rhythm">
/// Weights of the hours of the week at which users start bursts; <c>null</c>: not requested, or too few messages. Idle
/// delays are measured in it.
/// </param>
/// <param name="AnswerExponent">alpha: a member's hazard of answering is proportional to (members - 1)^-alpha.</param>
public sealed record ClassFit(
    IReadOnlyList<SizeClass> Classes,
    IReadOnlyList<IReadOnlyList<ClassModel>> People,
    IReadOnlyList<ClassComparison> Comparisons,
    IReadOnlyList<string> Fallbacks,
    GroupRates Rates,
    Rhythm? Rhythm,
    double AnswerExponent
)
{
    /// <summary>
    /// Messages per user and day over all chats, real and simulated; <c>null</c> if nothing was simulated.
    /// </summary>
    public VolumeTotal? Volume { get; init; }
}
