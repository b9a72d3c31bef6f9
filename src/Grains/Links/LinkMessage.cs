namespace MGen.Grains.Links;

/// <summary>What a message on a link is.</summary>
internal enum LinkMessage : byte
{
    /// <summary>The first one of who has dialled: cluster, its own address, whom it wants to reach.</summary>
    Hello,

    /// <summary>An answer to a call.</summary>
    Answer,

    /// <summary>A call failed there; the reason in words.</summary>
    Failure,

    /// <summary>A gateway's batch for a partition. Answered when every replica in sync has it.</summary>
    Post,

    /// <summary>A message between replicas of a partition. There is no answer.</summary>
    Replica,

    /// <summary>A partition's items for a gateway. Answered when they are in its memory.</summary>
    Deliver,
}
