using MGen.Links;

namespace MGen.Grains;

/// <summary>The requests between members.</summary>
internal static class MemberMessages
{
    /// <summary>A gateway's batch for a partition. Answered when two silos have it.</summary>
    public const LinkMessage Post = LinkMessage.FirstRequest;

    /// <summary>Inputs that a primary has applied, for the backup. Answered when they are applied there.</summary>
    public const LinkMessage Append = LinkMessage.FirstRequest + 1;

    /// <summary>A partition's items for a gateway. Answered when they are in its memory.</summary>
    public const LinkMessage Deliver = LinkMessage.FirstRequest + 2;
}
