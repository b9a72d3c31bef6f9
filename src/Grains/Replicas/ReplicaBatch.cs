using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>Inputs that a partition's primary has applied, for its backup.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">The activation that is the primary.</param>
/// <param name="First">How many inputs were applied before these.</param>
/// <param name="Inputs">The inputs, in order.</param>
internal sealed record ReplicaBatch(int Partition, Guid Owner, long First, IReadOnlyList<PartitionInput> Inputs);
