using MGen.Wire;

namespace MGen.Grains.Replicas;

/// <summary>Passes on what groups report while their copy is the primary's; the backup applies the same inputs and keeps silent.</summary>
internal sealed class SlotEvents(IGroupEvents events) : IGroupEvents
{
    public bool IsPrimary { get; set; }

    public void Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        if (IsPrimary)
            events.Dropped(group, member, reason, count);
    }

    public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
        if (IsPrimary)
            events.UnknownRecipient(group, sender, receipt);
    }
}
