namespace MGen.Grains.Partitions;

/// <summary>What became of a post.</summary>
/// <param name="Incarnation">
/// Which life of the partition has accepted it, and answers for it. It changes only when all that was known is lost, with every silo that held it; then
/// a gateway's connections are strangers there.
/// </param>
[GenerateSerializer, Immutable, Alias("MGen.PostReply")]
public readonly record struct PostReply([property: Id(0)] Guid Incarnation);
