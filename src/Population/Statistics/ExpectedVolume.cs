using System.Text.Json.Serialization;

namespace MGen.Population.Statistics;

/// <summary>
/// The expected volume of messages, in the JSON output of <c>generate</c>, <c>simulate</c> and <c>check</c>.
/// </summary>
/// <param name="MessagesPerPersonAndDay">Messages per user and day, over all groups.</param>
/// <param name="Classes">The volume by class of group size, ascending.</param>
/// <param name="Warnings">What a reader should know before such a population is run.</param>
public sealed record ExpectedVolume(
    double MessagesPerPersonAndDay,
    IReadOnlyList<ExpectedClass> Classes,
    IReadOnlyList<string> Warnings
);

/// <summary>The expected volume of the groups of one size class.</summary>
/// <param name="Members">The sizes, as in <c>3-5</c>.</param>
/// <param name="Groups">Number of groups in the population.</param>
/// <param name="Simulated">Number of groups that the estimate is from.</param>
/// <param name="MessagesPerGroupAndDay">Messages per group and day, of all members together.</param>
/// <param name="BranchingRatio">
/// Mean number of messages that one message causes while the other members are idle: P(a_s &lt; w) + (n - 1) r P(a_r
/// &lt; w).
/// </param>
/// <param name="MessagesPerFullBurst">
/// Mean number of messages of a burst in which all members are active: 1 / ((1 - P(a_s &lt; w)) (1 - P(a_r &lt; w))^(n
/// - 1)).
/// </param>
/// <param name="EndsByItself">
/// Whether bursts end by themselves: a branching ratio below 1, or at most 100 messages.
/// </param>
public sealed record ExpectedClass(
    string Members,
    int Groups,
    int Simulated,
    double MessagesPerGroupAndDay,
    double BranchingRatio,
    [property: JsonPropertyName("messagesPerFullTalk")] double MessagesPerFullBurst,
    bool EndsByItself
);
