namespace MGen.Grains.Replicas;

/// <summary>A part of a snapshot on its way.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Owner">The activation that is the primary.</param>
/// <param name="Offset">Bytes before this part.</param>
/// <param name="Total">Bytes of the whole.</param>
/// <param name="Bytes">The part.</param>
[GenerateSerializer, Immutable, Alias("MGen.ReplicaChunk")]
internal sealed record ReplicaChunk(
    [property: Id(0)] int Partition, [property: Id(1)] Guid Owner, [property: Id(2)] int Offset, [property: Id(3)] int Total, [property: Id(4)] byte[] Bytes)
{
    /// <summary>Most bytes in one part: a call that delays the others by a few milliseconds.</summary>
    public const int MaxBytes = 4 << 20;
}
