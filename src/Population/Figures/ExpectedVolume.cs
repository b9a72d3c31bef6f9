namespace MGen.Population.Figures;

/// <summary>How much people are expected to write, for programs: in the JSON of <c>generate</c>, <c>simulate</c> and <c>check</c>.</summary>
/// <param name="MessagesPerPersonAndDay">Messages that a person writes in a day, over all groups.</param>
/// <param name="Classes">The same by class of group size, ascending.</param>
/// <param name="Warnings">What should be known before such a population is run.</param>
public sealed record ExpectedVolume(double MessagesPerPersonAndDay, IReadOnlyList<ExpectedClass> Classes, IReadOnlyList<string> Warnings);

/// <summary>What is expected of the groups of one class of size.</summary>
/// <param name="Members">The sizes, as in <c>3-5</c>.</param>
/// <param name="Groups">Groups of the population.</param>
/// <param name="Simulated">Groups that the estimate is from.</param>
/// <param name="MessagesPerGroupAndDay">Messages that all members of a group write together in a day.</param>
/// <param name="BranchingRatio">Messages that one message brings about while the others are idle: P(a_s &lt; w) + (n - 1) r P(a_r &lt; w).</param>
/// <param name="MessagesPerFullTalk">Messages of a talk in which all members are active: 1 / ((1 - P(a_s &lt; w)) (1 - P(a_r &lt; w))^(n - 1)).</param>
/// <param name="EndsByItself">Whether talks end by themselves: a ratio below 1, or at most 100 messages.</param>
public sealed record ExpectedClass(string Members, int Groups, int Simulated, double MessagesPerGroupAndDay, double BranchingRatio, double MessagesPerFullTalk, bool EndsByItself);
