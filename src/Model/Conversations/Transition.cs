using MGen.Wire;

namespace MGen.Model.Conversations;

/// <summary>The effect of an event on a conversation.</summary>
/// <param name="From">The mode before.</param>
/// <param name="State">The state after.</param>
/// <param name="Message">The message to send now; <c>null</c> if there is none.</param>
public readonly record struct Transition(ConversationMode From, ConversationState State, PlannedMessage? Message)
{
    /// <summary>The mode after; often the same as <see cref="From"/>.</summary>
    public ConversationMode To => State.Mode;
}

/// <summary>A message to be sent now.</summary>
/// <param name="Id">Its number within (user, group), from 0.</param>
/// <param name="Blocks">Its size as drawn, in blocks. 0 is logged as 0 and sent as one block.</param>
public readonly record struct PlannedMessage(uint Id, uint Blocks)
{
    /// <summary>The size that is sent, in bytes; at least one block.</summary>
    public uint SizeBytes => Math.Max(Blocks, 1) * WireLimits.BlockBytes;
}
