using MGen.Links;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>Takes the messages of other silos' replicas. They have no response.</summary>
internal sealed class ReplicaHandler(Lazy<PartitionHost> host) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Replica;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        int partition = PartitionMap.ReadPartition(ref body);
        host.Value.Receive(request.Caller, partition, ReplicaMessageCodec.Read(ref body));
    }
}
