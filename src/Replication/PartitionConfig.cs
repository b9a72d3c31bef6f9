using System.Collections.Immutable;
using System.Text;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// Who holds a partition: the partition's row, which the cluster's table keeps and changes by compare-and-set on
/// <see cref="Epoch"/>. Only a replica in <see cref="InSync"/> may become primary, so a primary's state contains every
/// committed input.
/// </summary>
/// <param name="Epoch">
/// Grows with each change of the row; at least 1. Every receiver refuses messages of a lower epoch.
/// </param>
/// <param name="Primary">The replica that orders inputs; one of <paramref name="InSync"/>.</param>
/// <param name="InSync">The replicas that have every committed input, including the primary; at least one.</param>
/// <param name="Incarnation">
/// The epoch in which the state began empty. A larger one means that the previous state is lost.
/// </param>
public sealed record PartitionConfig(long Epoch, NodeId Primary, ImmutableArray<NodeId> InSync, long Incarnation)
{
    /// <summary>Whether a replica may become primary.</summary>
    public bool IsInSync(NodeId node) => InSync.Contains(node);

    /// <inheritdoc/>
    public bool Equals(PartitionConfig? other) =>
        other is not null
        && Epoch == other.Epoch
        && Primary == other.Primary
        && Incarnation == other.Incarnation
        && InSync.AsSpan().SequenceEqual(other.InSync.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, Primary, InSync.Length, Incarnation);

    /// <inheritdoc/>
    public override string ToString() =>
        new StringBuilder()
            .Append("epoch ")
            .Append(Epoch)
            .Append(", primary ")
            .Append(Primary)
            .Append(", in sync ")
            .AppendJoin(" ", InSync)
            .Append(", incarnation ")
            .Append(Incarnation)
            .ToString();
}

/// <summary>A compare-and-set of a partition's row.</summary>
/// <param name="ExpectedEpoch">
/// The epoch that the row must have for the change to be applied; 0 if there must be no row.
/// </param>
/// <param name="Next">The row after the change.</param>
public sealed record ConfigChange(long ExpectedEpoch, PartitionConfig Next);
