using MGen.Links;
using MGen.Grains.Replicas;

namespace MGen.Grains.Partitions;

/// <summary>What the partitions of a silo share.</summary>
internal sealed record PartitionTools(
    ILocalSiloDetails Silo,
    PartitionView Cluster,
    PartitionSlots Slots,
    PartitionTurns Turns,
    ReplicaClient Replicas,
    LinkLoop Loop,
    LinkNetwork Links,
    GroupLimits Limits,
    PartitionMetrics Metrics,
    TimeProvider Clock);
