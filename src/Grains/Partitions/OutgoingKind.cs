namespace MGen.Grains.Partitions;

/// <summary>What a partition tells a connection: the methods of <see cref="IMemberPort"/>.</summary>
internal enum OutgoingKind : byte
{
    Frame,
    Joined,
    Refused,
    Replaced,
}
