using MGen.Model.Conversations;

namespace MGen.Population;

/// <summary>One user's part in one group: a conversation of a run.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="User">The user's number.</param>
/// <param name="Wait">
/// What precedes the first message; how, says <see cref="UserPopulation.WaitRule"/>. For a silent member the <c>bootstrap</c> of the conversation,
/// whatever the rule. Of single precision, 24 significant bits, rounded to the millisecond as configurations have it.
/// </param>
/// <param name="IsSilent">
/// Whether the user did not ask for this membership, but fills a place in the group. They stay silent and deaf until their wait is over, which is an
/// hour unless asked for otherwise.
/// </param>
public readonly record struct Membership(int Group, int User, TimeSpan Wait, bool IsSilent)
{
    /// <summary>The spell of activity that is under way when the conversation wakes up, instead of a wait; <c>null</c>: none.</summary>
    public ActiveStart? Active { get; init; }
}
