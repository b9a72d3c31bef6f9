using MGen.Demo.People;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Demo.Views;

/// <summary>Something a user did in a conversation.</summary>
/// <param name="At">When, from the run's start.</param>
/// <param name="User">Who.</param>
/// <param name="Group">Where.</param>
/// <param name="Size">Of a message: its size in bytes; <c>null</c>: the user became active or idle.</param>
/// <param name="Mode">What the user became, if it is no message.</param>
internal readonly record struct ConversationEvent(TimeSpan At, Identifier User, DemoGroup Group, uint? Size, ConversationMode Mode);
