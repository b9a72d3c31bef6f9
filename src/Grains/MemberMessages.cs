using MGen.Links;

namespace MGen.Grains;

/// <summary>The requests between members.</summary>
internal static class MemberMessages
{
    /// <summary>A gateway's batch for a partition. Answered when every replica in sync has it.</summary>
    public const LinkMessage Post = LinkMessage.FirstRequest;

    /// <summary>A message between replicas of a partition. There is no answer.</summary>
    public const LinkMessage Replica = LinkMessage.FirstRequest + 1;

    /// <summary>A partition's items for a gateway. Answered when they are in its memory.</summary>
    public const LinkMessage Deliver = LinkMessage.FirstRequest + 2;
}
