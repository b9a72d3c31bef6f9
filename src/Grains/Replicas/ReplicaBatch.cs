using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>Inputs that a partition's primary has applied, for its backup.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">The activation that is the primary.</param>
/// <param name="First">How many inputs were applied before these.</param>
/// <param name="Inputs">The inputs, in order.</param>
[GenerateSerializer, Immutable, Alias("MGen.ReplicaBatch")]
internal sealed record ReplicaBatch([property: Id(0)] int Partition, [property: Id(1)] Guid Owner, [property: Id(2)] long First, [property: Id(3)] PartitionInput[] Inputs);
