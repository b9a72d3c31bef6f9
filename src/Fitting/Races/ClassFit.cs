using MGen.Fitting.Goodness;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Races;

/// <summary>People fitted by class of chat size.</summary>
/// <param name="Classes">The classes, ascending.</param>
/// <param name="People">The models of each user, one per class; empty for one who wrote nothing.</param>
/// <param name="Comparisons">Real against simulated, of the classes that have chats.</param>
/// <param name="Fallbacks">Models that are not of data of their own: what stands in for what, in words.</param>
/// <param name="Rates">How much chats of a class differ in how often they begin.</param>
/// <param name="Rhythm">The hours of the week in which people begin to chat; <c>null</c>: not asked for, or too few messages tell. Idle delays count in it.</param>
/// <param name="AnswerExponent">alpha: a member's hazard of answering falls as (members - 1)^-alpha.</param>
public sealed record ClassFit(
    IReadOnlyList<SizeClass> Classes,
    IReadOnlyList<IReadOnlyList<ClassModel>> People,
    IReadOnlyList<ClassComparison> Comparisons,
    IReadOnlyList<string> Fallbacks,
    GroupRates Rates,
    Rhythm? Rhythm,
    double AnswerExponent)
{
    /// <summary>Messages per person and day over all chats, real and simulated; <c>null</c> if nothing was simulated.</summary>
    public VolumeTotal? Volume { get; init; }
}
