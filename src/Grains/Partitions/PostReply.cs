namespace MGen.Grains.Partitions;

/// <summary>A post was accepted: its partition answers for it.</summary>
/// <param name="Incarnation">
/// Which life of the partition this is. It changes only when all that was known is lost, with every silo that held it; then a gateway's
/// connections are strangers there.
/// </param>
[GenerateSerializer, Immutable, Alias("MGen.PostReply")]
public readonly record struct PostReply([property: Id(0)] Guid Incarnation);
