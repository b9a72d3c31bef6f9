using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// A message or receipt on its way to the server, in the few bytes that its header can be made of again.
/// </summary>
/// <param name="Target">The group, or the user a receipt goes to.</param>
/// <param name="Id">The message's number, or the one acknowledged.</param>
/// <param name="Size">The message's size in bytes; 0 for a receipt.</param>
/// <param name="PlannedAt">When a message was due, on the scheduler's time line; no meaning for a receipt.</param>
internal readonly record struct OutgoingFrame(Identifier Target, uint Id, uint Size, TimeSpan PlannedAt)
{
    /// <summary>Whether it acknowledges a message.</summary>
    public bool IsReceipt => Size == 0;

    /// <summary>The frame as <paramref name="sender"/> sends it.</summary>
    public Frame ToFrame(Identifier sender) =>
        IsReceipt ? Frame.Receipt(sender, Target, Id) : Frame.Message(sender, Target, Id, Size);
}
