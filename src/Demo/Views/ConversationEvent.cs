using MGen.Demo.People;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Demo.Views;

/// <summary>An event of a user in a conversation.</summary>
/// <param name="At">The time since the run's start.</param>
/// <param name="User">The user.</param>
/// <param name="Group">The group.</param>
/// <param name="Size">The size of a message in bytes; <c>null</c> if the user became active or idle.</param>
/// <param name="Mode">The new mode, if the event is not a message.</param>
internal readonly record struct ConversationEvent(TimeSpan At, Identifier User, DemoGroup Group, uint? Size, ConversationMode Mode);
