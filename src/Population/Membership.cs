using MGen.Model.Conversations;

namespace MGen.Population;

/// <summary>One user's part in one group: a conversation of a run.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="User">The user's number.</param>
/// <param name="Wait">
/// The time before the first message; <see cref="UserPopulation.WaitRule"/> says how it is applied. For a silent member
/// it is the conversation's <c>bootstrap</c>, whatever the rule. Single precision (24 significant bits), rounded to
/// milliseconds as in configurations.
/// </param>
/// <param name="IsSilent">
/// Whether the user fills a place in the group without having drawn a slot. A silent member sends and receives nothing
/// until the wait is over, by default an hour.
/// </param>
public readonly record struct Membership(int Group, int User, TimeSpan Wait, bool IsSilent)
{
    /// <summary>The spell in progress when the conversation wakes up, instead of a wait; <c>null</c>: none.</summary>
    public ActiveStart? Active { get; init; }
}
