using MGen.Wire;

namespace MGen.Groups;

/// <summary>What a group reports of frames that will not arrive.</summary>
public interface IGroupEvents
{
    /// <summary>Frames that were accepted for a member are given up.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">For whom they were.</param>
    /// <param name="reason">Why.</param>
    /// <param name="count">How many.</param>
    void Dropped(Identifier group, Identifier member, DropReason reason, long count);

    /// <summary>A receipt names a user who is not registered.</summary>
    /// <param name="group">The group.</param>
    /// <param name="sender">Who sent the receipt.</param>
    /// <param name="receipt">The receipt.</param>
    void UnknownRecipient(Identifier group, Identifier sender, Frame receipt);
}
