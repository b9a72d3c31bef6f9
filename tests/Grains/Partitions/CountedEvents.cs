using MGen.Wire;

namespace MGen.Grains.Tests.Partitions;

/// <summary>Counts what is given up.</summary>
internal sealed class CountedEvents : IGroupEvents
{
    public long Count { get; private set; }

    public void Dropped(Identifier group, Identifier member, DropReason reason, long count) => Count += count;

    public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt) => Count++;
}
