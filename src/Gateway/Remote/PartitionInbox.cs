using MGen.Groups.Codecs;
using System.Globalization;
using System.Runtime.CompilerServices;
using MGen.Grains;
using MGen.Grains.Blobs;
using MGen.Grains.Partitions;

namespace MGen.Gateway.Remote;

/// <summary>A partition as its link sees it: entries go there as one block of bytes.</summary>
internal sealed class PartitionInbox(int partition, PostWay way, SiloAddress here, Mailbox mailbox) : IGroupInbox
{
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"partition {partition}");

    public bool TryApply(Guid gateway, ReadOnlySpan<GroupEntry> entries) => false;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SubmitAsync(GroupBatch batch)
    {
        PartitionInput post = new(InputKind.Post, batch.Gateway, batch.Number, here, EntryCodec.Encode(batch.Entries));
        mailbox.Meet(partition, await way.PostAsync(post));
    }
}
