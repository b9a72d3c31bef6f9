using MGen.Groups.Codecs;

namespace MGen.Grains.Partitions;

/// <summary>
/// One thing that happens to a partition. Its state is a function of the inputs and their order and of nothing else, so that whoever applies the
/// same ones has the same state.
/// </summary>
/// <param name="Kind">Which of the following is meant.</param>
/// <param name="Gateway">The gateway process it comes from, or is about.</param>
/// <param name="Number">
/// Of a post: counts the gateway's posts to this partition from 1; one that was seen is a repetition. Of <see cref="InputKind.Taken"/>: how many
/// items the gateway has taken.
/// </param>
/// <param name="Address">Of a post: where the gateway is.</param>
/// <param name="Entries">Of a post: the entries, by <see cref="MGen.Groups.Codecs.EntryCodec"/>.</param>
[GenerateSerializer, Immutable, Alias("MGen.PartitionInput")]
public sealed record PartitionInput(
    [property: Id(0)] InputKind Kind,
    [property: Id(1)] Guid Gateway,
    [property: Id(2)] long Number,
    [property: Id(3)] SiloAddress? Address = null,
    [property: Id(4)] byte[]? Entries = null);
