namespace MGen.Grains.Partitions;

/// <summary>A post whose gateway waits for the answer.</summary>
internal abstract class WaitingPost(PartitionInput post)
{
    public PartitionInput Post => post;

    /// <summary>The partition answers for it.</summary>
    public abstract void Accept(Guid incarnation);

    /// <summary>It was not accepted, or nobody knows.</summary>
    public abstract void Fail(Exception failure);
}
