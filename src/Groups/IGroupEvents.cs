using MGen.Wire;

namespace MGen.Groups;

/// <summary>Receives a group's reports of frames that will not arrive.</summary>
public interface IGroupEvents
{
    /// <summary>Frames that were accepted for a member are dropped.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">The member for whom they were queued.</param>
    /// <param name="reason">Why they are dropped.</param>
    /// <param name="count">How many.</param>
    void Dropped(Identifier group, Identifier member, DropReason reason, long count);

    /// <summary>A receipt names a user who is not registered in the group; it is dropped.</summary>
    /// <param name="group">The group.</param>
    /// <param name="sender">The member who sent the receipt.</param>
    /// <param name="receipt">The receipt.</param>
    void UnknownRecipient(Identifier group, Identifier sender, Frame receipt);
}
