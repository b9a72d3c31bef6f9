namespace MGen.Grains.Partitions;

/// <summary>A post and the partition it is for.</summary>
[GenerateSerializer, Immutable, Alias("MGen.AddressedPost")]
internal sealed record AddressedPost([property: Id(0)] int Partition, [property: Id(1)] PartitionInput Post);
