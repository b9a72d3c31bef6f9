using MGen.Links;

namespace MGen.Grains;

/// <summary>The kinds of requests between members of a cluster.</summary>
internal static class MemberMessages
{
    /// <summary>
    /// A gateway's post for a partition. The response follows when every replica in sync has applied it.
    /// </summary>
    public const LinkMessage Post = LinkMessage.FirstRequest;

    /// <summary>A message between replicas of a partition. It has no response.</summary>
    public const LinkMessage Replica = LinkMessage.FirstRequest + 1;

    /// <summary>
    /// A partition's items for a gateway. The response follows when they are in the gateway's memory.
    /// </summary>
    public const LinkMessage Deliver = LinkMessage.FirstRequest + 2;
}
