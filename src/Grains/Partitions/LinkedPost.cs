using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>A post that came by a link.</summary>
internal sealed class LinkedPost(PartitionInput post, LinkRequest request) : WaitingPost(post)
{
    public override void Accept(Guid incarnation)
    {
        request.Begin().Guid(incarnation);
        request.End();
    }

    public override void Fail(Exception failure) => request.Fail(failure.Message);
}
